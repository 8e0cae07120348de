package dev.customerintelligence.order;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.EUR;
import static dev.customerintelligence.order.TestOrders.line;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.PersonName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTest {
  private static final BigDecimal TEN = new BigDecimal("10.00");
  private static final PersonName NAME = new PersonName("Casey", null);

  @Test
  void hasDefaultsForWhatAFileOftenLacks() {
    Order order = order("1001", DAY_0).build();

    assertThat(order.orderNumber()).isEqualTo("1001");
    assertThat(order.customerId()).isNull();
    assertThat(order.customerName()).isNull();
    assertThat(order.status()).isEqualTo("completed");
    assertThat(order.total()).isEqualTo(new BigDecimal("0.00"));
    assertThat(order.refunded()).isEqualTo(new BigDecimal("0.00"));
    assertThat(order.lines()).isEmpty();
  }

  @Test
  void holdsWhatIsGiven() {
    Order order =
        order("12345", DAY_0)
            .orderNumber("1001")
            .customerId(7)
            .customerName(NAME)
            .status("processing")
            .total(TEN)
            .refunded(new BigDecimal("2.5"))
            .lines(List.of(line("44", 2)))
            .build();

    assertThat(order)
        .isEqualTo(
            new Order(
                "12345",
                "1001",
                CUSTOMER,
                7L,
                NAME,
                DAY_0,
                "processing",
                EUR,
                TEN,
                new BigDecimal("2.50"),
                List.of(line("44", 2))));
    assertThat(order.netTotal()).isEqualTo(new BigDecimal("7.50"));
  }

  @Test
  void sumsTheLinesWithoutATotal() {
    OrderLine thirds =
        OrderLine.of(ProductId.of(1), "Third", null, 2, new BigDecimal("0.33333333"));
    OrderLine half = OrderLine.of(ProductId.of(2), "Half", null, 1, new BigDecimal("0.005"));

    assertThat(order("1", DAY_0).lines(List.of(line("44", 4))).build().total())
        .isEqualTo(new BigDecimal("59.80"));
    assertThat(order("1", DAY_0).lines(List.of(thirds)).build().total())
        .isEqualTo(new BigDecimal("0.67"));
    assertThat(order("1", DAY_0).lines(List.of(half)).build().total())
        .as("half up, once, over the sum")
        .isEqualTo(new BigDecimal("0.01"));
    assertThat(
            Order.builder("1", CUSTOMER, DAY_0)
                .currency(Currency.getInstance("JPY"))
                .lines(List.of(half, half))
                .build()
                .total())
        .isEqualTo(new BigDecimal("0"));
  }

  @ParameterizedTest
  @CsvSource({
    "10.00,0,10.00,false",
    "10.00,4.25,5.75,false",
    "10.00,10.00,0.00,true",
    "0.00,0.00,0.00,false"
  })
  void netsRefunds(BigDecimal total, BigDecimal refunded, BigDecimal net, boolean fully) {
    Order order = order("1", DAY_0).total(total).refunded(refunded).build();

    assertThat(order.netTotal()).isEqualTo(net);
    assertThat(order.isFullyRefunded()).isEqualTo(fully);
  }

  @ParameterizedTest
  @CsvSource({
    "completed,completed",
    "wc-completed,completed",
    "' WC-Completed ',completed",
    "KLAAR,klaar"
  })
  void spellsStatusesInOneWay(String given, String canonical) {
    assertThat(Order.canonicalStatus(given)).isEqualTo(canonical);
    assertThat(order("1", DAY_0).status(given).build().status()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "wc-", "a\nb"})
  void refusesStatusesThatSayNothing(String status) {
    assertRefused("status", () -> Order.canonicalStatus(status));
  }

  @Test
  void holdsStatusesOfUpTo50Characters() {
    assertThat(Order.canonicalStatus("a".repeat(50))).hasSize(50);
    assertRefused("status", () -> Order.canonicalStatus("a".repeat(51)));
  }

  @Test
  void showsNeitherWhoNorWhat() {
    Order order = order("1001", DAY_0).customerId(7).customerName(NAME).build();

    assertThat(order).hasToString("Order[1001, completed, 2026-03-01T10:00:00Z, 0 lines]");
  }

  @Test
  void refusesToStartWithoutIdCustomerOrMoment() {
    assertRefused("orderId", () -> Order.builder(null, CUSTOMER, DAY_0));
    assertRefused("orderId", () -> Order.builder(" ", CUSTOMER, DAY_0));
    assertRefused("orderId", () -> Order.builder("1".repeat(65), CUSTOMER, DAY_0));
    assertRefused("customer", () -> Order.builder("1", null, DAY_0));
    assertRefused("orderedAt", () -> Order.builder("1", CUSTOMER, null));
    assertRefused("orderedAt", () -> Order.builder("1", CUSTOMER, Instant.MAX));
    assertThat(Order.builder("1".repeat(64), CUSTOMER, DAY_0)).isNotNull();
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        setter("orderNumber", order -> order.orderNumber(null)),
        setter("orderNumber", order -> order.orderNumber(" ")),
        setter("orderNumber", order -> order.orderNumber("1".repeat(65))),
        setter("customerId", order -> order.customerId(0)),
        setter("customerName", order -> order.customerName(null)),
        setter("status", order -> order.status(null)),
        setter("currency", order -> order.currency(null)),
        setter("total", order -> order.total(null)),
        setter("total", order -> order.total(new BigDecimal("-0.01"))),
        setter("total", order -> order.total(new BigDecimal("100000000"))),
        setter("refunded", order -> order.refunded(null)),
        setter("refunded", order -> order.refunded(new BigDecimal("-1"))),
        setter("lines", order -> order.lines(null)),
        setter("lines[0]", order -> order.lines(Arrays.asList((OrderLine) null))));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void refusesBadValuesInTheSetter(String field, Consumer<Order.Builder> setter) {
    assertRefused(field, () -> setter.accept(Order.builder("1", CUSTOMER, DAY_0)));
  }

  static Stream<Arguments> goodValues() {
    return Stream.of(
        setter("orderNumber", order -> order.orderNumber("1")),
        setter("customerId", order -> order.customerId(1)),
        setter("customerName", order -> order.customerName(NAME)),
        setter("status", order -> order.status("completed")),
        setter("currency", order -> order.currency(EUR)),
        setter("total", order -> order.total(TEN)),
        setter("refunded", order -> order.refunded(TEN)),
        setter("lines", order -> order.lines(List.of())));
  }

  @ParameterizedTest
  @MethodSource("goodValues")
  void refusesASecondCallOfASetter(String field, Consumer<Order.Builder> setter) {
    Order.Builder order = Order.builder("1", CUSTOMER, DAY_0);
    setter.accept(order);

    assertThat(assertRefused(field, () -> setter.accept(order)))
        .hasMessageEndingWith("was already given; give it once");
  }

  @Test
  void refusesAnOrderThatDoesNotHoldTogether() {
    assertRefused("currency", () -> Order.builder("1", CUSTOMER, DAY_0).build());
    assertThat(
            assertRefused(
                "refunded",
                () -> order("1", DAY_0).total(TEN).refunded(new BigDecimal("10.01")).build()))
        .hasMessage("refunded: must be at most the total of 10.00, is 10.01");
    assertRefused("total", () -> order("1", DAY_0).total(new BigDecimal("1.001")).build());
    assertRefused(
        "refunded", () -> order("1", DAY_0).total(TEN).refunded(new BigDecimal("1.001")).build());
  }

  @Test
  void refusesDecimalsThatTheCurrencyDoesNotHave() {
    Currency yen = Currency.getInstance("JPY");

    assertThat(
            Order.builder("1", CUSTOMER, DAY_0)
                .currency(yen)
                .total(new BigDecimal("500.00"))
                .build()
                .total())
        .isEqualTo(new BigDecimal("500"));
    assertRefused(
        "total",
        () ->
            Order.builder("1", CUSTOMER, DAY_0)
                .currency(yen)
                .total(new BigDecimal("500.5"))
                .build());
  }

  @Test
  void refusesCurrenciesOfThreeDecimals() {
    Order.Builder dinars =
        Order.builder("1", CUSTOMER, DAY_0).currency(Currency.getInstance("KWD"));

    assertRefused("currency", dinars::build);
    assertRefused("currency", () -> dinars.total(TEN).build());
  }

  @Test
  void checksTheCanonicalConstructorToo() {
    assertRefused(
        "customer",
        () -> new Order("1", "1", null, null, null, DAY_0, "new", EUR, TEN, TEN, List.of()));
    assertRefused(
        "orderId",
        () -> new Order(null, "1", CUSTOMER, null, null, DAY_0, "new", EUR, TEN, TEN, List.of()));
    assertRefused(
        "orderNumber",
        () -> new Order("1", "", CUSTOMER, null, null, DAY_0, "new", EUR, TEN, TEN, List.of()));
    assertRefused(
        "customerId",
        () -> new Order("1", "1", CUSTOMER, -1L, null, DAY_0, "new", EUR, TEN, TEN, List.of()));
    assertRefused(
        "orderedAt",
        () -> new Order("1", "1", CUSTOMER, null, null, null, "new", EUR, TEN, TEN, List.of()));
    assertRefused(
        "lines",
        () -> new Order("1", "1", CUSTOMER, null, null, DAY_0, "new", EUR, TEN, TEN, null));
  }

  private static Arguments setter(String field, Consumer<Order.Builder> setter) {
    return Arguments.of(field, setter);
  }
}
