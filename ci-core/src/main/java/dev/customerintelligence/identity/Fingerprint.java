package dev.customerintelligence.identity;

import com.google.common.hash.Hashing;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A browser's fingerprint: a hash over what it tells about its device.
 *
 * <p>It is not unique (identical phones share one) and not stable (an update changes it). {@code
 * toString} is masked. Immutable.
 *
 * @param value 64 lower-case hexadecimal digits; upper case is lowered
 */
public record Fingerprint(String value) {
  /** The longest text that {@link #ofText} hashes, in characters. */
  public static final int MAX_TEXT_LENGTH = 65_536;

  /**
   * Checks the fingerprint.
   *
   * @throws InvalidInputException naming {@code fingerprint}, when it is null or not 64 hexadecimal
   *     digits
   */
  public Fingerprint {
    value = Hex64.of("fingerprint", value);
  }

  /**
   * Returns a fingerprint that the browser has hashed itself.
   *
   * @param hex64 64 hexadecimal digits
   * @throws InvalidInputException as the constructor does
   */
  public static Fingerprint of(String hex64) {
    return new Fingerprint(hex64);
  }

  /**
   * Returns the SHA-256 of a longer text in UTF-8, taken as it is: not trimmed, not normalised.
   *
   * @param longer 1 to {@link #MAX_TEXT_LENGTH} characters, not all of them white space
   * @throws InvalidInputException naming {@code fingerprint}, when it is null, blank or too long
   */
  public static Fingerprint ofText(String longer) {
    String text = Inputs.required("fingerprint", longer);
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new InvalidInputException(
          "fingerprint",
          "must have at most " + MAX_TEXT_LENGTH + " characters, has " + text.length());
    }
    if (CanonicalText.trimmed(text).isEmpty()) {
      throw new InvalidInputException("fingerprint", "must not be blank");
    }
    return new Fingerprint(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString());
  }

  // The hash first: it is at hand, the text of another most often in no cache of the processor.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Fingerprint that
        && value.hashCode() == that.value.hashCode()
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns a text that does not hold the fingerprint. */
  @Override
  public String toString() {
    return "Fingerprint[***]";
  }
}
