package dev.customerintelligence.profile;

import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCalculatorPropertyTest {
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesNotDependOnTheSequenceOfTheOrders(long seed) {
    Histories histories = new Histories(seed);
    for (int i = 0; i < 200; i++) {
      List<Order> orders = histories.next();
      PurchaseProfile profile = ProfileCalculator.calculate(orders, POLICY, day(400));

      assertThat(ProfileCalculator.calculate(orders, POLICY, day(400))).isEqualTo(profile);
      for (int shuffle = 0; shuffle < 3; shuffle++) {
        Collections.shuffle(orders, histories.random);
        assertThat(ProfileCalculator.calculate(orders, POLICY, day(400))).isEqualTo(profile);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void agreesWithWhatTheColumnsMean(long seed) {
    Histories histories = new Histories(seed);
    for (int i = 0; i < 200; i++) {
      List<Order> orders = histories.next();
      List<Order> paid =
          orders.stream()
              .filter(order -> order.status().equals("completed"))
              .filter(order -> !order.isFullyRefunded())
              .toList();
      PurchaseProfile profile = ProfileCalculator.calculate(orders, POLICY, day(400));

      assertThat(profile.totalOrders()).isEqualTo(paid.size());
      assertThat(profile.score())
          .isBetween(BigDecimal.ZERO, new BigDecimal("100.00"))
          .matches(score -> score.scale() == 2);
      assertThat(profile.averageOrderValue()).isLessThanOrEqualTo(profile.peakAmount());
      assertThat(profile.purchaseCycleDays()).isGreaterThanOrEqualTo(7);
      assertThat(profile.favorites()).hasSizeLessThanOrEqualTo(5);
      for (int k = 1; k < profile.favorites().size(); k++) {
        assertThat(profile.favorites().get(k).score())
            .isLessThanOrEqualTo(profile.favorites().get(k - 1).score());
      }
      for (FavoriteProduct favorite : profile.favorites()) {
        assertThat(favorite.appearances())
            .isBetween(1, 3)
            .isEqualTo(favorite.orderDetails().size());
        assertThat(favorite.totalQuantity())
            .isEqualTo(
                favorite.orderDetails().stream()
                    .mapToInt(FavoriteProduct.OrderDetail::quantity)
                    .sum());
        assertThat(favorite.score())
            .isEqualByComparingTo(
                BigDecimal.valueOf(favorite.totalQuantity() + 3L * favorite.appearances()));
      }
      if (paid.isEmpty()) {
        assertThat(profile.primeWindow()).isNull();
      } else {
        assertThat(profile.lastOrderAt())
            .isEqualTo(paid.stream().map(Order::orderedAt).max(Comparable::compareTo).get());
        assertThat(profile.primeWindow().start()).isAfter(profile.lastOrderAt());
        assertThat(profile.primeWindow().end()).isAfter(profile.primeWindow().start());
      }
    }
  }

  /** Random histories with ties in time, refunds, unpaid orders and repeated products. */
  private static final class Histories {
    final Random random;

    Histories(long seed) {
      random = new Random(seed);
    }

    List<Order> next() {
      List<Order> orders = new ArrayList<>();
      for (int left = random.nextInt(9), id = 1000; left > 0; left--, id++) {
        BigDecimal total = BigDecimal.valueOf(random.nextInt(20_000), 2);
        orders.add(
            order(Integer.toString(id), day(random.nextInt(60)))
                .status(random.nextInt(5) == 0 ? "cancelled" : "completed")
                .total(total)
                .refunded(random.nextInt(5) == 0 ? total : BigDecimal.ZERO)
                .lines(lines())
                .build());
      }
      return orders;
    }

    private List<OrderLine> lines() {
      List<OrderLine> lines = new ArrayList<>();
      for (int left = random.nextInt(6); left > 0; left--) {
        int quantity = 1 + random.nextInt(4);
        lines.add(
            new OrderLine(
                ProductId.of(40 + random.nextInt(8)),
                "Product",
                null,
                quantity,
                random.nextInt(4) == 0 ? random.nextInt(quantity + 1) : 0,
                BigDecimal.TEN));
      }
      return lines;
    }
  }
}
