package dev.customerintelligence.profile;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.Map;

/**
 * What a recalculation of all profiles came to. Immutable.
 *
 * @param saves how many profiles had each outcome
 * @param refused how many customers have orders that cannot be read or calculated, or a profile
 *     that the store cannot hold; their profiles stay
 * @param refusals the first of those, at most {@value #MAX_REFUSALS}
 */
public record RecalculationReport(
    Map<ProfileSave, Long> saves, long refused, List<Refusal> refusals) {
  /** The most refusals that are listed. */
  public static final int MAX_REFUSALS = 10;

  /**
   * A customer whose profile could not be recalculated.
   *
   * @param customer who
   * @param reason what is wrong; without personal data
   */
  public record Refusal(EmailAddress customer, String reason) {
    /** Checks that both are there. */
    public Refusal {
      Inputs.required("customer", customer);
      Inputs.required("reason", reason);
    }
  }

  /** Copies the collections. */
  public RecalculationReport {
    saves = Map.copyOf(Inputs.required("saves", saves));
    refusals = Inputs.list("refusals", refusals);
  }

  /** Returns how many profiles had an outcome. */
  public long count(ProfileSave outcome) {
    return saves.getOrDefault(outcome, 0L);
  }

  /** Returns how many customers were looked at. */
  public long customers() {
    return refused + saves.values().stream().mapToLong(Long::longValue).sum();
  }
}
