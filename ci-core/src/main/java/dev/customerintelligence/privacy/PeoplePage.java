package dev.customerintelligence.privacy;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of people, by their addresses. Immutable.
 *
 * @param people who
 * @param next where the next page begins, or null after the last
 */
public record PeoplePage(List<EmailAddress> people, @Nullable String next) {
  /** Copies the list. */
  public PeoplePage {
    people = Inputs.list("people", people);
  }

  @Override
  public String toString() {
    return "PeoplePage[" + people.size() + " people]";
  }
}
