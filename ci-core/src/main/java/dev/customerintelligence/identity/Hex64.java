package dev.customerintelligence.identity;

import com.google.common.base.Ascii;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import org.jspecify.annotations.Nullable;

/** The text form of 32 bytes, as every hash here has it. */
final class Hex64 {
  private static final int LENGTH = 64;

  private Hex64() {}

  /** Returns the text in lower case, or refuses what is not 64 hex digits. */
  static String of(String field, @Nullable String value) {
    String text = Ascii.toLowerCase(Inputs.required(field, value));
    if (text.length() != LENGTH || !isHex(text)) {
      throw new InvalidInputException(
          field, "must have exactly 64 hexadecimal digits; has " + text.length() + " characters");
    }
    return text;
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        return false;
      }
    }
    return true;
  }
}
