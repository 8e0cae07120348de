package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.customerintelligence.error.InvalidInputException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTest {
  private static final String SMILE = "\uD83D\uDE00";

  @ParameterizedTest
  @CsvSource({
    "tinyint, false, -128, 127",
    "tinyint, true, 0, 255",
    "smallint, false, -32768, 32767",
    "mediumint, true, 0, 16777215",
    "int, false, -2147483648, 2147483647",
    "int, true, 0, 4294967295"
  })
  void refusesNumbersBeyondTheTypesRange(String type, boolean unsigned, long lowest, long highest) {
    Column column = new Column(type, unsigned, true, null, null, null, null, null, null);

    assertThat(column.whole("visits", lowest)).isEqualTo(lowest);
    assertThat(column.whole("visits", highest)).isEqualTo(highest);
    for (long beyond : new long[] {lowest - 1, highest + 1}) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> column.whole("visits", beyond))
          .withMessage(
              "visits: must be between %d and %d in this store, is %d", lowest, highest, beyond);
    }
  }

  @Test
  void takesEveryLongForABigint() {
    Column signed = new Column("bigint", false, true, null, null, null, null, null, null);
    Column unsigned = new Column("bigint", true, true, null, null, null, null, null, null);

    assertThat(signed.whole("visits", Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(signed.whole("visits", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(unsigned.whole("visits", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> unsigned.whole("visits", -1L))
        .withMessageStartingWith("visits: must be between 0 and ");
  }

  @Test
  void countsCharactersNotTheirHalves() {
    Column column = text("utf8mb4", 3L, null);

    assertThat(column.text("city", "ab" + SMILE)).isEqualTo("ab" + SMILE);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> column.text("city", "abc" + SMILE))
        .withMessage("city: must have at most 3 characters in this store, has 4");
  }

  @ParameterizedTest
  @CsvSource({"utf8mb4, 4, 5", "latin1, 3, 4"})
  void countsTheBytesOfTheCharacterSet(String charset, long bytes, long beyond) {
    Column column = text(charset, null, bytes);

    assertThat(column.text("data", "ab\u00e9")).isEqualTo("ab\u00e9");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> column.text("data", "abc\u00e9"))
        .withMessage("data: must have at most %d bytes in this store, has %d", bytes, beyond);
  }

  @Test
  void countsThreeBytesForOneChar() {
    Column column = text("utf8mb4", null, 6L);

    assertThat(column.text("data", "\u20ac\u20ac")).isEqualTo("\u20ac\u20ac");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> column.text("data", "\u20ac\u20aca"))
        .withMessage("data: must have at most 6 bytes in this store, has 7");
  }

  @ParameterizedTest
  @CsvSource({"utf8mb3, caf\u00e9 \u20ac", "latin1, caf\u00e9 \u20ac", "utf8mb4, \u4e2d"})
  void takesTheCharactersOfTheSet(String charset, String value) {
    assertThat(text(charset, 100L, 300L).text("city", value)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"utf8mb3, ascii before \uD83D\uDE00", "latin1, \u4e2d", "ascii, caf\u00e9"})
  void refusesCharactersThatTheSetLacks(String charset, String value) {
    Column column = text(charset, 100L, 300L);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> column.text("city", value))
        .withMessage(
            "city: must have only characters of the column's character set in this store, %s",
            charset);
  }

  @Test
  void cutsWhatIsTooLongAndLeavesOutWhatTheSetLacks() {
    assertThat(text("utf8mb3", 3L, null).cut("a" + SMILE + "bcd")).isEqualTo("abc");
    assertThat(text("utf8mb4", null, 5L).cut("a" + SMILE + "b")).isEqualTo("a" + SMILE);
    assertThat(text("utf8mb4", null, 5L).cut(null)).isNull();
  }

  private static Column text(String charset, @Nullable Long maxChars, @Nullable Long maxBytes) {
    return new Column("varchar", false, true, maxChars, maxBytes, charset, null, null, null);
  }
}
