package dev.customerintelligence.identity;

import dev.customerintelligence.error.InvalidInputException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person is called: a first name, a last name, or both; trimmed and in Unicode NFC.
 *
 * <p>{@code toString} is masked. Immutable.
 *
 * @param first the first name, 1 to 255 characters, or null; blank becomes null
 * @param last the last name, 1 to 255 characters, or null; blank becomes null
 */
public record PersonName(@Nullable String first, @Nullable String last) {
  /** The longest first or last name, in characters. */
  public static final int MAX_LENGTH = 255;

  /**
   * Makes the names canonical and checks them.
   *
   * @throws InvalidInputException naming {@code firstName} or {@code lastName}, when it is too long
   *     or holds control characters or unpaired surrogates; naming {@code name}, when both are null
   *     or blank
   */
  public PersonName {
    first = CanonicalText.optional("firstName", first, MAX_LENGTH);
    last = CanonicalText.optional("lastName", last, MAX_LENGTH);
    if (first == null && last == null) {
      throw new InvalidInputException("name", "must have a first name or a last name");
    }
  }

  /**
   * Returns the name, or empty when both parts are null or blank.
   *
   * @throws InvalidInputException naming {@code firstName} or {@code lastName}, as the constructor
   *     does
   */
  public static Optional<PersonName> of(@Nullable String first, @Nullable String last) {
    return isBlank(first) && isBlank(last)
        ? Optional.empty()
        : Optional.of(new PersonName(first, last));
  }

  /** Returns this name, with the part that it does not have taken from an earlier one, if any. */
  public PersonName filledFrom(@Nullable PersonName earlier) {
    return earlier == null
        ? this
        : new PersonName(first == null ? earlier.first : first, last == null ? earlier.last : last);
  }

  /** Returns a text that does not hold the name. */
  @Override
  public String toString() {
    return "PersonName[***]";
  }

  private static boolean isBlank(@Nullable String name) {
    return name == null || CanonicalText.trimmed(name).isEmpty();
  }
}
