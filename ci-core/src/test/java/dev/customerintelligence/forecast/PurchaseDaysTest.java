package dev.customerintelligence.forecast;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.profile.ProfilePolicy;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PurchaseDaysTest {
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();
  private static final LocalDate END = LocalDate.parse("2015-02-07");

  /** The example of the R package BTYDplus, with orders of a day merged. */
  static Stream<Arguments> example() {
    return Stream.of(
        Arguments.of(days("01-01", 1, "02-06", 2), 1, 36, 37, 2),
        Arguments.of(days("01-01", 2), 0, 0, 37, 0),
        Arguments.of(days("01-01", 3, "01-02", 1, "01-05", 5), 2, 4, 37, 3),
        Arguments.of(days("01-16", 6, "02-02", 3, "02-05", 9), 2, 20, 22, 6),
        Arguments.of(days("01-16", 3, "01-17", 1, "01-18", 8), 2, 2, 22, 4.5),
        Arguments.of(days("02-02", 5), 0, 0, 5, 0));
  }

  @ParameterizedTest
  @MethodSource("example")
  void summarisesAsBtydPlusDoes(
      PurchaseDays days, int x, double recency, double age, double spend) {
    PurchaseSummary summary = days.summary(END).orElseThrow();

    assertThat(summary.frequency()).isEqualTo(x);
    assertThat(summary.recency()).isEqualTo(recency);
    assertThat(summary.age()).isEqualTo(age);
    assertThat(summary.waited()).isEqualTo(age - recency);
    assertThat(summary.monetaryValue()).isEqualTo(spend);
  }

  @Test
  void sumsTheLogarithmsOfTheGaps() {
    PurchaseSummary summary = days("01-16", 6, "02-02", 3, "02-05", 9).summary(END).orElseThrow();

    assertThat(summary.sumLogGaps()).isCloseTo(Math.log(17) + Math.log(3), within(1e-12));
  }

  @Test
  void knowsNothingOfWhatCameAfterTheEnd() {
    PurchaseDays days = days("01-16", 6, "02-02", 3, "02-05", 9);

    assertThat(days.summary(LocalDate.parse("2015-01-15"))).isEmpty();
    assertThat(days.summary(LocalDate.parse("2015-01-16")))
        .contains(PurchaseSummary.ofNewCustomer(0));
    assertThat(days.summary(LocalDate.parse("2015-02-04")).orElseThrow().frequency()).isOne();
    assertThat(days.summary(LocalDate.parse("2015-02-05")).orElseThrow().frequency()).isEqualTo(2);
    assertThat(PurchaseDays.summaries(List.of(days, days("02-02", 5)), END)).hasSize(2);
    assertThat(
            PurchaseDays.summaries(List.of(days, days("02-02", 5)), LocalDate.parse("2015-02-01")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "2015-01-16T00:00:00Z,0",
    "2015-01-16T23:59:59.999Z,0",
    "2015-01-17T00:00:00Z,1",
    "2015-01-15T23:59:59Z,"
  })
  void endsOnTheUtcDayOfAMoment(Instant end, Double age) {
    assertThat(days("01-16", 6).summary(end).map(PurchaseSummary::age))
        .isEqualTo(java.util.Optional.ofNullable(age));
  }

  @Test
  void mergesPaidOrdersByUtcDay() {
    PurchaseDays days =
        PurchaseDays.of(
            List.of(
                paid("3", "2026-03-11T00:00:00Z", "30.00"),
                paid("1", "2026-03-01T00:00:00Z", "10.00"),
                paid("2", "2026-03-10T23:59:59Z", "5.00"),
                paid("4", "2026-03-10T00:00:00Z", "7.00"),
                order("5", Instant.parse("2026-03-05T00:00:00Z"))
                    .status("cancelled")
                    .total(BigDecimal.TEN)
                    .build(),
                order("6", Instant.parse("2026-03-06T00:00:00Z"))
                    .total(BigDecimal.TEN)
                    .refunded(BigDecimal.TEN)
                    .build(),
                order("7", Instant.parse("2026-03-11T10:00:00Z"))
                    .total(BigDecimal.TEN)
                    .refunded(new BigDecimal("4"))
                    .build()),
            POLICY);

    assertThat(days.size()).isEqualTo(3);
    assertThat(days.day(0)).isEqualTo("2026-03-01");
    assertThat(days.day(1)).isEqualTo("2026-03-10");
    assertThat(days.day(2)).isEqualTo("2026-03-11");
    assertThat(days.summary(LocalDate.parse("2026-03-11")).orElseThrow().monetaryValue())
        .isEqualTo((12 + 36) / 2.0);
    assertThat(days).hasToString("PurchaseDays[3 days]");
  }

  @Test
  void hasNoDaysWithoutPaidOrders() {
    assertThat(PurchaseDays.of(List.of(), POLICY).summary(END)).isEmpty();
    assertThat(PurchaseDays.of(Map.of()).size()).isZero();
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    Order mine = paid("1", "2026-03-01T00:00:00Z", "10.00");
    Order dollars =
        Order.builder("2", mine.customer(), mine.orderedAt())
            .currency(Currency.getInstance("USD"))
            .total(BigDecimal.TEN)
            .build();
    Order anothers =
        Order.builder("3", EmailAddress.of("another@example.com"), mine.orderedAt())
            .currency(Currency.getInstance("EUR"))
            .total(BigDecimal.TEN)
            .build();

    assertThat(assertRefused("currency", () -> PurchaseDays.of(List.of(mine, dollars), POLICY)))
        .hasMessage("currency: must be one for all orders of a customer, is EUR and USD");
    assertThat(assertRefused("orders", () -> PurchaseDays.of(List.of(mine, anothers), POLICY)))
        .hasMessageNotContaining("another@example.com");
    assertRefused("orders[1]", () -> PurchaseDays.of(Arrays.asList(mine, null), POLICY));
    assertRefused("orders", () -> PurchaseDays.of(null, POLICY));
    assertRefused("policy", () -> PurchaseDays.of(List.of(mine), null));
    assertRefused("amountByDay", () -> PurchaseDays.of(null));
    assertRefused("amountByDay", () -> PurchaseDays.of(Map.of(END, BigDecimal.valueOf(-1))));
    assertRefused("end", () -> days("01-01", 1).summary((LocalDate) null));
    assertRefused("end", () -> days("01-01", 1).summary((Instant) null));
    assertRefused("index", () -> days("01-01", 1).day(1));
    assertRefused("day", () -> days("01-01", 1).summary(LocalDate.MAX));
    assertRefused("day", () -> days("01-01", 1).summary(LocalDate.MIN));
  }

  private static Order paid(String id, String at, String total) {
    return order(id, Instant.parse(at), total);
  }

  private static PurchaseDays days(Object... daysAndAmounts) {
    Map<LocalDate, BigDecimal> amounts = new LinkedHashMap<>();
    for (int i = 0; i < daysAndAmounts.length; i += 2) {
      amounts.put(
          LocalDate.parse("2015-" + daysAndAmounts[i]),
          BigDecimal.valueOf((Integer) daysAndAmounts[i + 1]));
    }
    return PurchaseDays.of(amounts);
  }
}
