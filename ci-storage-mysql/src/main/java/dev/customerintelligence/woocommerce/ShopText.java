package dev.customerintelligence.woocommerce;

import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the shop keeps as text. */
final class ShopText {
  private static final int MAX_QUOTED = 40;

  private ShopText() {}

  static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  /**
   * Returns what may be shown in one line: control characters become blanks, what is too long is
   * cut, as such flaws in a name must not keep a customer's orders from being counted. Empty for a
   * blank text.
   */
  static Optional<String> line(@Nullable String text, int max) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    String line = CharMatcher.javaIsoControl().replaceFrom(text, ' ').strip();
    int end = Math.min(line.length(), max);
    boolean splitsPair = end < line.length() && Character.isLowSurrogate(line.charAt(end));
    return Optional.of(line.substring(0, splitsPair ? end - 1 : end).strip())
        .filter(cut -> !cut.isEmpty());
  }

  /** Returns the number, or refuses what is none. */
  static BigDecimal decimal(String field, @Nullable String text) {
    String number = Inputs.required(field, text).strip();
    try {
      return Inputs.plain(field, new BigDecimal(number));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(field, "must be a number, is " + quoted(number));
    }
  }

  /** Returns the whole number, or refuses what is none. */
  static long whole(String field, @Nullable String text) {
    try {
      return decimal(field, text).longValueExact();
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          field, "must be a whole number, is " + quoted(String.valueOf(text)));
    }
  }

  /** Returns the currency, or refuses what is none. */
  static Currency currency(@Nullable String text) {
    String code = Inputs.required("currency", text).strip();
    try {
      return Currency.getInstance(code.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("currency", "must be a code of ISO 4217, is " + quoted(code));
    }
  }

  private static String quoted(String text) {
    return "'" + (text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "..." : text) + "'";
  }
}
