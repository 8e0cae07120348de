package dev.customerintelligence.internal;

import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of arguments; each names the field and says what would be right. */
public final class Inputs {
  /** The highest amount that a column of type DECIMAL(10, 2) holds. */
  public static final BigDecimal MAX_AMOUNT = new BigDecimal("99999999.99");

  /** The decimals of such a column. */
  public static final int COLUMN_DECIMALS = 2;

  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int MAX_SCALE = 100;
  private static final Instant EARLIEST = Instant.parse("1000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Inputs() {}

  /** Returns the value, or refuses null. */
  public static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw new InvalidInputException(field, "must not be null");
    }
    return value;
  }

  /**
   * Returns the text, or refuses null, blank, more than {@code max} chars, and what no column can
   * hold: control characters and unpaired surrogates.
   */
  public static String text(String field, @Nullable String value, int max) {
    String text = optionalText(field, required(field, value), max);
    if (text == null) {
      throw new InvalidInputException(field, "must not be blank");
    }
    return text;
  }

  /** Like {@link #text} but null and blank give null. */
  public static @Nullable String optionalText(String field, @Nullable String value, int max) {
    if (value == null || value.isBlank()) {
      return null;
    }
    if (value.length() > max) {
      throw new InvalidInputException(
          field, "must have at most " + max + " characters, has " + value.length());
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || (c > '~' && (c < '\u00A0' || Character.isSurrogate(c)))) {
        return withoutControls(field, value);
      }
    }
    return value;
  }

  private static String withoutControls(String field, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidInputException(field, "must not contain control characters");
    }
    return wellFormed(field, value);
  }

  /** Returns the text, or refuses half a surrogate pair, which UTF-8 cannot carry. */
  public static String wellFormed(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i)) && isSurrogate(value.codePointAt(i++))) {
        throw new InvalidInputException(field, "must not contain unpaired surrogates");
      }
    }
    return value;
  }

  /** Returns the number, or refuses one outside {@code min..max}. */
  public static int between(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidInputException(
          field, "must be between " + min + " and " + max + ", is " + value);
    }
    return value;
  }

  /** Returns the sum of counts, or refuses one that a column of whole numbers cannot hold. */
  public static int count(String field, long sum) {
    if (sum > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          field, "must be at most " + Integer.MAX_VALUE + " in all, is " + sum);
    }
    return (int) sum;
  }

  /** Returns the number, or refuses NaN, infinities and values outside {@code min..max}. */
  public static double between(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidInputException(
          field, "must be a number between " + min + " and " + max + ", is " + value);
    }
    return value;
  }

  /**
   * Returns a customer id as WooCommerce gives it: null stays null, anything below 1 is refused.
   */
  public static @Nullable Long customerId(@Nullable Long value) {
    if (value != null && value < 1) {
      throw new InvalidInputException(
          "customerId", "must be at least 1, or null for a guest; is " + value);
    }
    return value;
  }

  /** Returns the number, or refuses null and one that has to be written with an exponent. */
  public static BigDecimal plain(String field, @Nullable BigDecimal value) {
    BigDecimal number = required(field, value);
    // Checked before any arithmetic: 1E+999999999 would fill the memory when written out.
    if (Math.abs((long) number.scale()) > MAX_SCALE || number.precision() > MAX_SCALE) {
      throw new InvalidInputException(
          field, "must have at most " + MAX_SCALE + " digits before and after the point");
    }
    return number;
  }

  /** Returns the amount, or refuses null, a negative one, and one beyond {@link #MAX_AMOUNT}. */
  public static BigDecimal amount(String field, @Nullable BigDecimal value) {
    BigDecimal amount = plain(field, value);
    if (amount.signum() < 0 || amount.compareTo(MAX_AMOUNT) > 0) {
      throw new InvalidInputException(
          field, "must be between 0 and " + MAX_AMOUNT + ", is " + amount.toPlainString());
    }
    return amount;
  }

  /** Returns the amount with exactly {@code decimals}, or refuses one that needs more. */
  public static BigDecimal amount(String field, @Nullable BigDecimal value, int decimals) {
    BigDecimal amount = amount(field, value);
    try {
      return amount.setScale(decimals, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          field, "must have at most " + decimals + " decimals, is " + amount.toPlainString());
    }
  }

  /**
   * Returns the currency's decimals, or refuses null and a currency that the columns cannot hold.
   */
  public static int decimals(String field, @Nullable Currency value) {
    Currency currency = required(field, value);
    int decimals = currency.getDefaultFractionDigits();
    if (decimals < 0 || decimals > COLUMN_DECIMALS) {
      throw new InvalidInputException(
          field, "must be a currency of at most two decimals, is " + currency.getCurrencyCode());
    }
    return decimals;
  }

  /**
   * Returns the moment, or refuses null and years outside 1000 to 9999, which no store can hold.
   */
  public static Instant moment(String field, @Nullable Instant value) {
    Instant moment = required(field, value);
    if (moment.isBefore(EARLIEST) || moment.isAfter(LATEST)) {
      throw new InvalidInputException(field, "must lie in the years 1000 to 9999, is " + moment);
    }
    return moment;
  }

  /** Returns the duration, or refuses null, zero, negative ones and more than 36,500 days. */
  public static Duration positive(String field, @Nullable Duration value) {
    Duration duration = required(field, value);
    if (duration.isZero() || duration.isNegative()) {
      throw new InvalidInputException(field, "must be longer than zero, is " + duration);
    }
    return notNegative(field, duration);
  }

  /** Returns the duration, or refuses null, negative ones and more than 36,500 days. */
  public static Duration notNegative(String field, @Nullable Duration value) {
    Duration duration = required(field, value);
    if (duration.isNegative()) {
      throw new InvalidInputException(field, "must not be negative, is " + duration);
    }
    // A longer one could leave the range of moments when added to one.
    if (duration.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          field, "must be at most " + LONGEST.toDays() + " days, is " + duration);
    }
    return duration;
  }

  /** Returns an immutable copy, or refuses null and null elements. */
  public static <T> List<T> list(String field, @Nullable List<? extends @Nullable T> value) {
    List<? extends @Nullable T> list = required(field, value);
    try {
      @SuppressWarnings({"unchecked", "NullAway"})
      List<T> copy = (List<T>) List.copyOf(list);
      return copy;
    } catch (NullPointerException e) {
      throw holdsNull(field, list);
    }
  }

  private static InvalidInputException holdsNull(String field, List<?> list) {
    return new InvalidInputException(
        field + "[" + new ArrayList<>(list).indexOf(null) + "]", "must not be null");
  }

  /** Returns an immutable copy, or refuses null and null elements. */
  public static <T> Set<T> set(String field, @Nullable Set<? extends @Nullable T> value) {
    Set<? extends @Nullable T> set = required(field, value);
    for (T element : set) {
      required(field, element);
    }
    @SuppressWarnings({"unchecked", "NullAway"})
    Set<T> copy = (Set<T>) Set.copyOf(set);
    return copy;
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
