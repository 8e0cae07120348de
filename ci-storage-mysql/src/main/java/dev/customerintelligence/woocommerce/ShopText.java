package dev.customerintelligence.woocommerce;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the shop keeps as text. */
final class ShopText {
  private static final int MAX_QUOTED = 40;

  private ShopText() {}

  static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
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
