package dev.customerintelligence.profile;

import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.line;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FavoritesTest {
  private static final ProfilePolicy POLICY = ProfilePolicy.defaults();

  @Test
  void scoresTheWorkedExampleOfSixItemsInThreeOrders() {
    List<FavoriteProduct> favorites =
        favorites(
            POLICY,
            order("12345", day(1)).orderNumber("1001").lines(List.of(line("44", 2))).build(),
            order("12400", day(2)).orderNumber("1045").lines(List.of(line("44", 3))).build(),
            order("12500", day(3)).orderNumber("1067").lines(List.of(line("44", 1))).build());

    assertThat(favorites)
        .containsExactly(
            new FavoriteProduct(
                ProductId.of(44),
                "Product 44",
                "product-44",
                new BigDecimal("15"),
                6,
                3,
                List.of("1067", "1045", "1001"),
                List.of(
                    new FavoriteProduct.OrderDetail("12500", "1067", 1, day(3)),
                    new FavoriteProduct.OrderDetail("12400", "1045", 3, day(2)),
                    new FavoriteProduct.OrderDetail("12345", "1001", 2, day(1))),
                JsonObject.empty()));
  }

  @Test
  void takesTheWeightsOfTheDeployedPlugin() {
    ProfilePolicy policy =
        POLICY.withFavorites(
            new ProfilePolicy.FavoriteRule(3, 5, new BigDecimal("2"), new BigDecimal("3")));

    List<FavoriteProduct> favorites =
        favorites(
            policy,
            order("1", day(1), "10.00", line("44", 2)),
            order("2", day(2), "10.00", line("44", 3)),
            order("3", day(3), "10.00", line("44", 1)));

    assertThat(favorites.get(0).score()).as("2 x 6 + 3 x 3").isEqualTo(new BigDecimal("21"));
  }

  @Test
  void keepsTheDecimalsOfOddWeightsAndNoMore() {
    ProfilePolicy policy =
        POLICY.withFavorites(
            new ProfilePolicy.FavoriteRule(3, 5, new BigDecimal("0.25"), new BigDecimal("10.0")));

    assertThat(favorites(policy, order("1", day(1), "10.00", line("44", 3))).get(0).score())
        .isEqualTo(new BigDecimal("10.75"));
    assertThat(favorites(policy, order("1", day(1), "10.00", line("44", 40))).get(0).score())
        .as("not 2E+1")
        .isEqualTo(new BigDecimal("20"));
  }

  @Test
  void looksAtTheNewestThreeOrdersThatCount() {
    Order cancelled = order("5", day(5)).status("cancelled").lines(List.of(line("99", 50))).build();

    List<FavoriteProduct> favorites =
        favorites(
            POLICY,
            order("1", day(1), "10.00", line("1", 50)),
            order("2", day(2), "10.00", line("2", 1)),
            order("3", day(3), "10.00", line("3", 2)),
            order("4", day(4), "10.00", line("4", 3)),
            cancelled);

    assertThat(ids(favorites)).containsExactly("4", "3", "2");
  }

  @Test
  void looksAtAsManyOrdersAsThePolicySays() {
    ProfilePolicy policy =
        POLICY.withFavorites(
            new ProfilePolicy.FavoriteRule(1, 5, BigDecimal.ONE, BigDecimal.valueOf(3)));

    assertThat(
            ids(
                favorites(
                    policy,
                    order("1", day(1), "10.00", line("1", 50)),
                    order("2", day(2), "10.00", line("2", 1)))))
        .containsExactly("2");
  }

  @Test
  void keepsTheFiveBest() {
    OrderLine[] lines = new OrderLine[7];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = line(Integer.toString(i), i + 1);
    }

    assertThat(ids(favorites(POLICY, order("1", day(1), "10.00", lines))))
        .containsExactly("6", "5", "4", "3", "2");
    assertThat(
            ids(
                favorites(
                    POLICY.withFavorites(
                        new ProfilePolicy.FavoriteRule(
                            3, 2, BigDecimal.ONE, BigDecimal.valueOf(3))),
                    order("1", day(1), "10.00", lines))))
        .containsExactly("6", "5");
  }

  @Test
  void breaksTiesByTheMostRecentThenByProductId() {
    assertThat(
            ids(
                favorites(
                    POLICY,
                    order("1", day(1), "10.00", line("1", 2)),
                    order("2", day(2), "10.00", line("9", 2), line("85123A", 2), line("10", 2)))))
        .as("9 before 10 as numbers, texts last, the older order's product at the end")
        .containsExactly("9", "10", "85123A", "1");
  }

  @Test
  void prefersTheScoreToRecency() {
    assertThat(
            ids(
                favorites(
                    POLICY,
                    order("1", day(1), "10.00", line("1", 3)),
                    order("2", day(2), "10.00", line("2", 2)))))
        .containsExactly("1", "2");
  }

  @Test
  void countsTwoLinesOfOneProductAsOneAppearance() {
    OrderLine blue = OrderLine.of(ProductId.of(44), "Full Moon, blue", "blue", 2, BigDecimal.ONE);
    OrderLine red = OrderLine.of(ProductId.of(44), "Full Moon, red", "red", 3, BigDecimal.ONE);

    FavoriteProduct favorite = favorites(POLICY, order("1", day(1), "10.00", blue, red)).get(0);

    assertThat(favorite.appearances()).isEqualTo(1);
    assertThat(favorite.totalQuantity()).isEqualTo(5);
    assertThat(favorite.score()).isEqualTo(new BigDecimal("8"));
    assertThat(favorite.name()).as("the first line's").isEqualTo("Full Moon, blue");
    assertThat(favorite.orderDetails())
        .containsExactly(new FavoriteProduct.OrderDetail("1", "1", 5, day(1)));
  }

  @Test
  void namesAProductAsItsNewestOrderDoes() {
    OrderLine before = OrderLine.of(ProductId.of(44), "Old Moon", null, 1, BigDecimal.ONE);
    OrderLine after = OrderLine.of(ProductId.of(44), "New Moon", "new", 1, BigDecimal.ONE);

    FavoriteProduct favorite =
        favorites(POLICY, order("1", day(1), "1.00", before), order("2", day(2), "1.00", after))
            .get(0);

    assertThat(favorite.name()).isEqualTo("New Moon");
    assertThat(favorite.slug()).isEqualTo("new");
  }

  @Test
  void listsAnOrderNumberOnceEvenWhenTwoOrdersBearIt() {
    FavoriteProduct favorite =
        favorites(
                POLICY,
                order("1", day(1)).orderNumber("1001").lines(List.of(line("44", 1))).build(),
                order("2", day(2)).orderNumber("1001").lines(List.of(line("44", 1))).build())
            .get(0);

    assertThat(favorite.orderNumbers()).containsExactly("1001");
    assertThat(favorite.orderDetails()).hasSize(2);
    assertThat(favorite.appearances()).isEqualTo(2);
  }

  @Test
  void neverShowsExcludedProducts() {
    assertThat(
            ids(
                favorites(
                    POLICY.withExcludedProducts(Set.of(ProductId.of(44))),
                    order("1", day(1), "10.00", line("44", 9), line("38", 1)))))
        .containsExactly("38");
  }

  @Test
  void leavesRefundedItemsOut() {
    OrderLine allBack = new OrderLine(ProductId.of(44), "Full Moon", null, 3, 3, BigDecimal.ONE);
    OrderLine oneBack = new OrderLine(ProductId.of(38), "Blossom", null, 3, 1, BigDecimal.ONE);

    List<FavoriteProduct> favorites =
        favorites(POLICY, order("1", day(1), "10.00", allBack, oneBack));

    assertThat(ids(favorites)).containsExactly("38");
    assertThat(favorites.get(0).totalQuantity()).isEqualTo(2);
  }

  private static List<FavoriteProduct> favorites(ProfilePolicy policy, Order... orders) {
    List<Order> oldestFirst = new ArrayList<>(List.of(orders));
    return ProfileCalculator.calculate(oldestFirst, policy, day(40)).favorites();
  }

  private static List<String> ids(List<FavoriteProduct> favorites) {
    return favorites.stream().map(favorite -> favorite.productId().value()).toList();
  }
}
