package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.line;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.order.TestOrders;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of the profile, one by one; favourites are in {@link FavoritesTest}. */
class ProfileCalculatorTest {
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();

  @Test
  void scoresTheWorkedExampleOf43Orders() {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < 43; i++) {
      orders.add(order("o" + i, day(-20 - i), "38.20"));
    }

    PurchaseProfile profile = ProfileCalculator.calculate(orders, POLICY, DAY_0);

    assertThat(profile.totalOrders()).isEqualTo(43);
    assertThat(profile.averageOrderValue()).isEqualTo(new BigDecimal("38.20"));
    assertThat(profile.daysSinceLastOrder(DAY_0)).hasValue(20);
    assertThat(profile.score()).as("30 + 11.46 + 30").isEqualTo(new BigDecimal("71.46"));
  }

  @Test
  void calculatesTheWorkedCycleOfDays0And10And31() {
    PurchaseProfile profile =
        calculate(
            order("1", day(0), "10.00"),
            order("2", day(10), "10.00"),
            order("3", day(31), "10.00"));

    assertThat(profile.purchaseCycleDays()).as("15.5, half up").isEqualTo(16);
    assertThat(profile.primeWindow()).isEqualTo(new PrimeWindow(day(31 + 12), day(31 + 20)));
  }

  @Test
  void givesACustomerWithoutOrdersAnEmptyProfile() {
    PurchaseProfile profile = calculate();

    assertThat(profile)
        .isEqualTo(
            new PurchaseProfile(
                0,
                BigDecimal.ZERO,
                0,
                BigDecimal.ZERO,
                null,
                14,
                null,
                List.of(),
                BigDecimal.ZERO));
    assertThat(profile.averageOrderValue()).isEqualTo(new BigDecimal("0.00"));
    assertThat(profile.daysSinceLastOrder(day(40))).isEmpty();
  }

  @Test
  void countsPaidStatusesOnly() {
    List<Order> orders =
        List.of(
            order("1", day(1)).total(new BigDecimal("10")).status("wc-completed").build(),
            order("2", day(2)).total(new BigDecimal("20")).status("processing").build(),
            order("3", day(3)).total(new BigDecimal("40")).status("cancelled").build());

    PurchaseProfile byDefault = ProfileCalculator.calculate(orders, POLICY, day(40));
    PurchaseProfile configured =
        ProfileCalculator.calculate(
            orders, POLICY.withPaidStatuses(Set.of("wc-Processing", "completed")), day(40));

    assertThat(byDefault.totalOrders()).isEqualTo(1);
    assertThat(byDefault.lastOrderAt()).isEqualTo(day(1));
    assertThat(configured.totalOrders()).isEqualTo(2);
    assertThat(configured.averageOrderValue()).isEqualTo(new BigDecimal("15.00"));
    assertThat(configured.lastOrderAt()).isEqualTo(day(2));
  }

  @Test
  void netsPartialRefunds() {
    PurchaseProfile profile =
        calculate(
            order("1", day(1))
                .total(new BigDecimal("100.00"))
                .refunded(new BigDecimal("60.00"))
                .build(),
            order("2", day(2), "50.00"));

    assertThat(profile.totalOrders()).isEqualTo(2);
    assertThat(profile.averageOrderValue()).isEqualTo(new BigDecimal("45.00"));
    assertThat(profile.peakAmount()).isEqualTo(new BigDecimal("50.00"));
  }

  @Test
  void leavesFullyRefundedOrdersOut() {
    PurchaseProfile profile =
        calculate(
            order("1", day(1), "50.00", line("44", 2)),
            order("2", day(30))
                .total(new BigDecimal("100.00"))
                .refunded(new BigDecimal("100.00"))
                .lines(List.of(line("44", 9)))
                .build());

    assertThat(profile.totalOrders()).isEqualTo(1);
    assertThat(profile.lastOrderAt()).isEqualTo(day(1));
    assertThat(profile.peakQuantity()).isEqualTo(2);
    assertThat(profile.peakAmount()).isEqualTo(new BigDecimal("50.00"));
    assertThat(profile.favorites()).hasSize(1);
    assertThat(profile.favorites().get(0).totalQuantity()).isEqualTo(2);
  }

  @Test
  void countsAFreeOrder() {
    assertThat(calculate(order("1", day(1), "0.00")).totalOrders()).isEqualTo(1);
  }

  @Test
  void roundsTheAverageHalfUp() {
    assertThat(
            calculate(order("1", day(1), "0.01"), order("2", day(2), "0.02")).averageOrderValue())
        .as("0.015")
        .isEqualTo(new BigDecimal("0.02"));
    assertThat(
            calculate(
                    order("1", day(1), "0.01"),
                    order("2", day(2), "0.01"),
                    order("3", day(3), "0.02"))
                .averageOrderValue())
        .as("0.0133...")
        .isEqualTo(new BigDecimal("0.01"));
  }

  @Test
  void takesPeaksFromWhicheverOrderHasThem() {
    PurchaseProfile profile =
        calculate(
            order("1", day(1), "90.00", line("44", 1)),
            order("2", day(2), "10.00", line("44", 2), line("38", 3)),
            order("3", day(3), "20.00", line("44", 4)));

    assertThat(profile.peakQuantity()).isEqualTo(5);
    assertThat(profile.peakAmount()).isEqualTo(new BigDecimal("90.00"));
  }

  @Test
  void takesRefundedItemsOffThePeakQuantity() {
    OrderLine half = new OrderLine(ProductId.of(44), "Full Moon", null, 6, 4, BigDecimal.ONE);

    assertThat(calculate(order("1", day(1), "6.00", half)).peakQuantity()).isEqualTo(2);
  }

  @Test
  void leavesExcludedProductsOutOfThePeakQuantityButNotOutOfTheAmount() {
    List<Order> orders = List.of(order("1", day(1), "90.00", line("44", 2), line("99", 7)));

    PurchaseProfile profile =
        ProfileCalculator.calculate(
            orders, POLICY.withExcludedProducts(Set.of(ProductId.of(99))), day(40));

    assertThat(profile.peakQuantity()).isEqualTo(2);
    assertThat(profile.peakAmount()).isEqualTo(new BigDecimal("90.00"));
  }

  @ParameterizedTest
  @CsvSource({"0.99999,0", "1,1", "13.99999,13", "14,14", "400.5,400"})
  void countsWholeDaysSinceTheLastOrder(double age, int days) {
    PurchaseProfile profile = calculate(order("1", DAY_0, "10.00"));

    assertThat(profile.daysSinceLastOrder(day(age))).hasValue(days);
  }

  @Test
  void neverCountsNegativeDays() {
    assertThat(calculate(order("1", day(5), "10.00")).daysSinceLastOrder(day(2))).hasValue(0);
  }

  @Test
  void acceptsAnOrderOfThisVeryMomentAndRefusesALaterOne() {
    Order order = order("1001", DAY_0, "10.00");

    assertThat(ProfileCalculator.calculate(List.of(order), POLICY, DAY_0).totalOrders())
        .isEqualTo(1);
    assertThat(
            assertRefused(
                "orderedAt",
                () -> ProfileCalculator.calculate(List.of(order), POLICY, DAY_0.minusNanos(1))))
        .hasMessageContaining("that of order 1001 is " + DAY_0);
  }

  @ParameterizedTest
  @CsvSource({
    "'0',14",
    "'0,1',7",
    "'0,7',7",
    "'0,8',8",
    "'0,7.9',7",
    "'0,9.9,19.8',9",
    "'0,10,21',11",
    "'0,10,20,31',10",
    "'0,400',400"
  })
  void takesTheMeanOfWholeDayGaps(String days, int cycle) {
    Order[] orders =
        Arrays.stream(days.split(","))
            .map(at -> order("o" + at, day(Double.parseDouble(at)), "10.00"))
            .toArray(Order[]::new);

    assertThat(ProfileCalculator.calculate(List.of(orders), POLICY, day(500)).purchaseCycleDays())
        .isEqualTo(cycle);
  }

  @Test
  void takesDefaultAndShortestCycleFromThePolicy() {
    ProfilePolicy policy =
        POLICY.withCycle(
            new ProfilePolicy.CycleRule(30, 3, new BigDecimal("0.5"), new BigDecimal("2")));
    Order first = order("1", day(0), "10.00");
    Order second = order("2", day(1), "10.00");

    PurchaseProfile one = ProfileCalculator.calculate(List.of(first), policy, day(40));
    PurchaseProfile two = ProfileCalculator.calculate(List.of(first, second), policy, day(40));

    assertThat(one.purchaseCycleDays()).isEqualTo(30);
    assertThat(one.primeWindow()).isEqualTo(new PrimeWindow(day(15), day(60)));
    assertThat(two.purchaseCycleDays()).isEqualTo(3);
    assertThat(two.primeWindow())
        .as("floor(1.5) = 1 and 6 days after day 1")
        .isEqualTo(new PrimeWindow(day(2), day(7)));
  }

  @ParameterizedTest
  @CsvSource({"7,5,9", "14,11,17", "10,8,12", "16,12,20", "33,26,40"})
  void opensTheWindowAt80AndClosesItAt120Percent(int cycle, int start, int end) {
    PurchaseProfile profile =
        ProfileCalculator.calculate(
            List.of(order("1", day(-cycle), "10.00"), order("2", day(0), "10.00")), POLICY, day(0));

    assertThat(profile.primeWindow()).isEqualTo(new PrimeWindow(day(start), day(end)));
  }

  @ParameterizedTest
  @CsvSource({
    // orders, average, days since, score
    "0,0,1000,0.00",
    "1,0,1000,5.00",
    "5,0,1000,25.00",
    "6,0,1000,30.00",
    "7,0,1000,30.00",
    "0,0.01,1000,0.00",
    "0,0.02,1000,0.01",
    "0,99.99,1000,30.00",
    "0,99.98,1000,29.99",
    "0,100,1000,30.00",
    "0,5000,1000,30.00",
    "0,0,0,40.00",
    "0,0,14,40.00",
    "0,0,15,30.00",
    "0,0,30,30.00",
    "0,0,31,20.00",
    "0,0,60,20.00",
    "0,0,61,10.00",
    "0,0,90,10.00",
    "0,0,91,0.00",
    "6,100,14,100.00"
  })
  void scoresFrequencyValueAndRecency(int orders, BigDecimal average, long days, BigDecimal score) {
    assertThat(ProfileCalculator.score(orders, average, days, POLICY.score())).isEqualTo(score);
  }

  @Test
  void neverScoresMoreThan100() {
    ProfilePolicy.ScoreRule generous =
        new ProfilePolicy.ScoreRule(
            BigDecimal.TEN, 60, BigDecimal.ONE, 60, List.of(new ProfilePolicy.RecencyStep(10, 60)));

    assertThat(ProfileCalculator.score(100, BigDecimal.valueOf(100), 0, generous))
        .isEqualTo(new BigDecimal("100.00"));
  }

  @Test
  void scoresNothingForRecencyWithoutSteps() {
    ProfilePolicy.ScoreRule rule =
        new ProfilePolicy.ScoreRule(BigDecimal.ONE, 10, BigDecimal.ONE, 10, List.of());

    assertThat(ProfileCalculator.score(1, BigDecimal.ONE, 0, rule))
        .isEqualTo(new BigDecimal("2.00"));
  }

  @Test
  void refusesSeveralCurrencies() {
    Order dollars =
        Order.builder("1002", CUSTOMER, day(2))
            .currency(Currency.getInstance("USD"))
            .total(BigDecimal.TEN)
            .build();

    assertThat(assertRefused("currency", () -> calculate(order("1001", day(1), "10.00"), dollars)))
        .hasMessage(
            "currency: must be one for all orders of a customer; orders 1002 and 1001 are in USD"
                + " and EUR");
  }

  @Test
  void doesNotMindTheCurrencyOfOrdersThatDoNotCount() {
    Order unpaid =
        Order.builder("1002", CUSTOMER, day(2))
            .currency(Currency.getInstance("USD"))
            .total(BigDecimal.TEN)
            .status("cancelled")
            .build();

    assertThat(calculate(order("1001", day(1), "10.00"), unpaid).totalOrders()).isEqualTo(1);
  }

  @Test
  void refusesTheSameOrderTwice() {
    Order order = order("1001", day(1), "10.00");

    assertThat(assertRefused("orders", () -> calculate(order, order)))
        .hasMessage("orders: must be given once each; order 1001 is given twice");
  }

  @Test
  void refusesOrdersOfTwoCustomers() {
    Order other =
        Order.builder("1002", EmailAddress.of("other@example.com"), day(1))
            .currency(TestOrders.EUR)
            .build();

    assertThat(assertRefused("orders", () -> calculate(order("1001", day(1), "10.00"), other)))
        .hasMessage("orders: must all be of one customer; order 1002 is another's");
  }

  @Test
  void refusesNull() {
    assertRefused("orders", () -> ProfileCalculator.calculate(null, POLICY, DAY_0));
    assertRefused(
        "orders",
        () -> ProfileCalculator.calculate(Collections.singletonList(null), POLICY, DAY_0));
    assertRefused("policy", () -> ProfileCalculator.calculate(List.of(), null, DAY_0));
    assertRefused("now", () -> ProfileCalculator.calculate(List.of(), POLICY, null));
    assertRefused("now", () -> ProfileCalculator.calculate(List.of(), POLICY, Instant.MIN));
  }

  @Test
  void refusesMoreItemsThanAColumnHolds() {
    OrderLine[] lines = Collections.nCopies(2148, line("44", 1_000_000)).toArray(OrderLine[]::new);

    assertThat(assertRefused("quantity", () -> calculate(order("1", day(1), "1.00", lines))))
        .hasMessage("quantity: must be at most 2147483647 in all, is 2148000000");
  }

  @Test
  void refusesMoreItemsOfAFavoriteThanAColumnHolds() {
    OrderLine[] lines = Collections.nCopies(1000, line("44", 1_000_000)).toArray(OrderLine[]::new);

    assertThat(
            assertRefused(
                "quantity",
                () ->
                    calculate(
                        order("1", day(1), "1.00", lines),
                        order("2", day(2), "1.00", lines),
                        order("3", day(3), "1.00", lines))))
        .hasMessage("quantity: must be at most 2147483647 in all, is 3000000000");
  }

  @Test
  void readsTheOrdersOfAWindowThatCrossesASummerTimeChange() {
    Instant before = Instant.parse("2026-03-28T23:30:00Z");
    PurchaseProfile profile =
        ProfileCalculator.calculate(
            List.of(
                order("1", before, "10.00"), order("2", before.plus(Duration.ofDays(10)), "10.00")),
            POLICY,
            before.plus(Duration.ofDays(12)));

    assertThat(profile.purchaseCycleDays()).isEqualTo(10);
    assertThat(profile.primeWindow().start()).isEqualTo(before.plus(Duration.ofDays(18)));
  }

  private static PurchaseProfile calculate(Order... orders) {
    return ProfileCalculator.calculate(List.of(orders), POLICY, day(40));
  }
}
