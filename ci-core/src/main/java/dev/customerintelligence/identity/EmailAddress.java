package dev.customerintelligence.identity;

import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Locale;

/**
 * The email address that identifies a customer, in canonical form: without white space at the ends,
 * in Unicode NFC and lower case ({@link Locale#ROOT}).
 *
 * <p>Only the shape is checked: text on both sides of exactly one {@code @}, no white space, no
 * control characters. It is not promised that the address exists, and quoted local parts that hold
 * a second {@code @} are refused. Dots and {@code +tags} stay, since only the mail provider knows
 * whether they matter.
 *
 * <p>Ordered by code points, as the bytes of UTF-8 are. {@code toString} is masked. Immutable.
 *
 * @param value the canonical address, 3 to 255 characters; any other spelling given is made
 *     canonical
 */
public record EmailAddress(String value) implements Comparable<EmailAddress> {
  /** The longest canonical address, in characters. */
  public static final int MAX_LENGTH = 255;

  /**
   * Makes the address canonical and checks it.
   *
   * @throws InvalidInputException naming {@code email}, when it is null, longer than {@link
   *     #MAX_LENGTH}, or not of the shape described above; the message does not hold the address
   */
  public EmailAddress {
    value = canonical(Inputs.required("email", value));
  }

  /**
   * Returns the canonical form of an address.
   *
   * @throws InvalidInputException as the constructor does
   */
  public static EmailAddress of(String raw) {
    return new EmailAddress(raw);
  }

  @Override
  public int compareTo(EmailAddress other) {
    int end = Math.min(value.length(), other.value.length());
    for (int i = 0; i < end; i++) {
      char mine = value.charAt(i);
      char others = other.value.charAt(i);
      if (mine != others) {
        // In UTF-16, surrogates stand below U+E000..U+FFFF, though their code points are higher.
        return Character.isSurrogate(mine) == Character.isSurrogate(others)
            ? Character.compare(mine, others)
            : Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(others));
      }
    }
    return Integer.compare(value.length(), other.value.length());
  }

  /** Returns the first character and nothing else of the address: {@code c***@***}. */
  @Override
  public String toString() {
    return value.substring(0, value.offsetByCodePoints(0, 1)) + "***@***";
  }

  private static String canonical(String raw) {
    String composed = CanonicalText.nfc(CanonicalText.trimmed(raw), MAX_LENGTH);
    // Again, since lower case makes some pairs composable that were not in upper case.
    String text = CanonicalText.nfc(composed.toLowerCase(Locale.ROOT), MAX_LENGTH);
    if (text.length() > MAX_LENGTH) {
      throw new InvalidInputException("email", "must have at most " + MAX_LENGTH + " characters");
    }
    int at = text.indexOf('@');
    if (at < 1
        || at == text.length() - 1
        || text.indexOf('@', at + 1) >= 0
        || CharMatcher.whitespace().or(CharMatcher.javaIsoControl()).matchesAnyOf(text)
        || !CanonicalText.isWellFormed(text)) {
      throw new InvalidInputException(
          "email",
          "must look like name@example.com: text on both sides of exactly one @, without white"
              + " space and control characters");
    }
    return text;
  }
}
