package dev.customerintelligence.identity;

import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** One spelling for texts that look the same. */
final class CanonicalText {
  /** NFC composes at most this many characters into one: alpha with breathing, accent and iota. */
  private static final int MAX_COMPOSED = 4;

  private CanonicalText() {}

  /** Returns the text without white space (the Unicode property) at its ends. */
  static String trimmed(String text) {
    return CharMatcher.whitespace().trimFrom(text);
  }

  /**
   * Returns the text in Unicode NFC. One that stays longer than {@code max} in any case is returned
   * as it is, since the work can grow with the square of the length.
   */
  static String nfc(String text, int max) {
    return text.length() > MAX_COMPOSED * max
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Returns the trimmed NFC text, null for null and blank; refuses what no store can hold. */
  static @Nullable String optional(String field, @Nullable String raw, int max) {
    if (raw == null) {
      return null;
    }
    String text = Inputs.optionalText(field, nfc(trimmed(raw), max), max);
    if (text != null && !isWellFormed(text)) {
      throw new InvalidInputException(field, "must not contain unpaired surrogates");
    }
    return text;
  }

  /** Returns whether every surrogate has its partner, so that UTF-8 can carry the text. */
  static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i)) && isSurrogate(text.codePointAt(i++))) {
        return false;
      }
    }
    return true;
  }

  static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
