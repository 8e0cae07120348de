package dev.customerintelligence.examples.quickstart;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One row of a CSV file, its fields found by the names in the header. */
final class Row {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,6}|1000000");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,8}(\\.[0-9]{1,8})?");
  private static final BigDecimal MAX_AMOUNT = new BigDecimal("99999999.99");

  /**
   * What a number or a moment may be mistyped as. Anything else could be about a person: more
   * digits a telephone number, a date without a time somebody's birthday.
   */
  private static final Pattern QUOTABLE =
      Pattern.compile(
          "-?[0-9]{1,4}[.,][0-9]{1,2}"
              + "|[0-9]{1,4}([-/.])[0-9]{1,2}\\1[0-9]{1,4}[T ][0-9]{1,2}:[0-9]{2}"
              + "(:[0-9]{2}([.,][0-9]{1,9})?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?");

  private static final int DATE_LENGTH = "2024-08-15".length();
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private final CsvRecord fields;
  private final Map<String, Integer> columns;

  Row(CsvRecord fields, Map<String, Integer> columns) {
    this.fields = fields;
    this.columns = columns;
  }

  /** The line of the file on which the row starts; the header is line 1. */
  long line() {
    return fields.getStartingLineNumber();
  }

  /** The field without white space at its ends, or null if nothing is left. */
  @Nullable String optional(String column) {
    Integer index = columns.get(column);
    if (index == null) {
      throw new IllegalArgumentException("no column " + column);
    }
    String text = fields.getField(index).strip();
    return text.isEmpty() ? null : text;
  }

  String required(String column) throws BadRowException {
    String text = optional(column);
    if (text == null) {
      throw new BadRowException(column, "must not be blank");
    }
    return text;
  }

  /** A whole number of at most 1,000,000, as the library takes quantities. */
  int wholeNumber(String column) throws BadRowException {
    String text = required(column);
    if (!WHOLE_NUMBER.matcher(text).matches()) {
      throw new BadRowException(column, "must be a whole number of at most 1000000" + quoted(text));
    }
    return Integer.parseInt(text);
  }

  /** A number of at most 99,999,999.99 with at most 8 decimals, as the library takes prices. */
  BigDecimal decimal(String column) throws BadRowException {
    String text = required(column);
    if (!DECIMAL.matcher(text).matches()) {
      throw new BadRowException(
          column,
          "must be a number such as 14.95, at most 99999999.99, with at most 8 decimals"
              + quoted(text));
    }
    BigDecimal number = new BigDecimal(text);
    if (number.compareTo(MAX_AMOUNT) > 0) {
      throw new BadRowException(column, "must be at most " + MAX_AMOUNT);
    }
    return number;
  }

  /** A moment with its offset, or a local one, which is taken as UTC. */
  Instant moment(String column) throws BadRowException {
    String text = required(column);
    Instant moment = parsedMoment(column, text);
    if (!Moments.isTaken(moment)) {
      throw new BadRowException(column, Moments.RULE + quoted(text));
    }
    return moment;
  }

  private static Instant parsedMoment(String column, String text) throws BadRowException {
    boolean spaced = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
    try {
      TemporalAccessor moment =
          MOMENT.parseBest(
              spaced ? text.replaceFirst(" ", "T") : text,
              OffsetDateTime::from,
              LocalDateTime::from);
      return moment instanceof OffsetDateTime withOffset
          ? withOffset.toInstant()
          : LocalDateTime.from(moment).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new BadRowException(
          column, "must be a moment such as 2024-08-15T10:20:30Z" + quoted(text));
    }
  }

  private static String quoted(String text) {
    return QUOTABLE.matcher(text).matches() ? ", is '" + text + "'" : "";
  }
}
