package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.order.ChangedCustomers;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.OrderChanges;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderChangesTest {
  private String cursor = "2024-01-01T00:00:00Z/-/0";

  @ParameterizedTest
  @CsvSource({"HPOS, 1", "HPOS, 2", "HPOS, 100", "POSTS, 1", "POSTS, 2", "POSTS, 100"})
  void followsTheChanges(Layout layout, int limit) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        order(1, "ada", "2023-12-31 23:59:59"),
        order(5, "ben", "2024-01-01 00:00:01"),
        order(4, "cem", "2024-01-01 00:00:01"),
        order(3, "dot", "2024-01-02 00:00:00"),
        order(2, "eve", "2099-01-01 00:00:00"));
    OrderChanges changes = shop.reader().build().orderChanges();

    assertThat(names(changes, limit)).containsExactlyInAnyOrder("ben", "cem", "dot");
    assertThat(names(changes, limit)).isEmpty();

    String later = "UPDATE {p}wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 1 MINUTE";
    cursor = "2024-06-01T00:00:00Z/-/0";
    shop.run(later + " WHERE id = 1");
    shop.run(
        later.replace("wc_orders", "posts").replace("date_updated_gmt", "post_modified_gmt")
            + " WHERE ID = 1");
    assertThat(names(changes, limit)).containsExactly("ada");
    assertThat(names(changes, limit)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aChangedRefundIsAChangeOfItsOrder(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder order = order(1, "ada", "2023-01-01 00:00:00");
    order.refund(2, "1.00");
    shop.save(order, order(3, "ben", "2023-01-01 00:00:00"));
    shop.run("UPDATE {p}wc_orders SET date_updated_gmt = '2024-02-02' WHERE id = 2");
    shop.run("UPDATE {p}posts SET post_modified_gmt = '2024-02-02' WHERE ID = 2");

    assertThat(names(shop.reader().build().orderChanges(), 10)).containsExactly("ada");
  }

  @ParameterizedTest
  @EnumSource
  void tellsAllOrdersOfACustomerOrThatNoneIsLeftOrWhatIsWrong(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder gone = order(3, "ben", "2024-02-02 00:00:00");
    gone.status = "trash";
    ShopOrder broken = order(4, "cem", "2024-02-02 00:00:00");
    broken.currency = "???";
    ShopOrder anonymised = order(5, "deleted", "2024-02-02 00:00:00");
    anonymised.email = "deleted@site.invalid";
    shop.save(
        order(1, "ada", "2023-01-01 00:00:00"),
        order(2, "ada", "2024-02-02 00:00:00"),
        gone,
        broken,
        anonymised);

    ChangedCustomers changed =
        shop.reader().build().orderChanges().customersChangedAfter(cursor, 10);

    assertThat(changed.complete()).isTrue();
    assertThat(changed.customers()).hasSize(3);
    assertThat(((CustomerOrders) changed.customers().get(0)).orders()).hasSize(2);
    assertThat(((CustomerOrders) changed.customers().get(1)).orders()).isEmpty();
    assertThat(changed.customers().get(2)).isInstanceOf(UnreadableOrders.class);
  }

  @ParameterizedTest
  @EnumSource
  void waitsUntilAChangeHasSettled(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(order(1, "ada", "2024-01-01 00:00:05"));
    shop.run("UPDATE {p}wc_orders SET date_updated_gmt = UTC_TIMESTAMP()");
    shop.run("UPDATE {p}posts SET post_modified_gmt = UTC_TIMESTAMP()");
    OrderChanges changes = shop.reader().build().orderChanges();

    assertThat(names(changes, 10)).isEmpty();
    cursor = changes.cursor();
    shop.run("UPDATE {p}wc_orders SET date_updated_gmt = UTC_TIMESTAMP() - INTERVAL 30 SECOND");
    shop.run("UPDATE {p}posts SET post_modified_gmt = UTC_TIMESTAMP() - INTERVAL 30 SECOND");
    assertThat(names(changes, 10)).containsExactly("ada");
  }

  @Test
  void goesOnWhenTheShopMovesItsOrders() {
    TestShop posts = TestShop.open(Layout.POSTS);
    TestShop hpos = TestShop.open(Layout.HPOS);
    for (TestShop shop : List.of(posts, hpos)) {
      shop.save(order(1, "ada", "2024-01-05 00:00:00"), order(2, "ben", "2024-01-05 00:00:00"));
    }
    OrderChanges fromPosts = posts.reader().build().orderChanges();
    OrderChanges fromHpos = hpos.reader().build().orderChanges();

    cursor = fromPosts.customersChangedAfter(cursor, 1).cursor();
    assertThat(names(fromHpos, 10)).contains("ben");
    cursor = fromHpos.customersChangedAfter("2024-01-01T00:00:00Z/-/0", 1).cursor();
    assertThat(names(fromPosts, 10)).contains("ben");
  }

  @Test
  void holdsAPageOfBoundedSizeInMemory() {
    TestShop shop = TestShop.open(Layout.HPOS);
    long id = 1;
    for (String name : List.of("ada", "ben", "cem")) {
      List<ShopOrder> orders = new ArrayList<>();
      for (int i = 0; i < 2_600; i++) {
        orders.add(order(id++, name, "2024-01-01 00:00:00"));
      }
      orders.get(0).updated = "2024-02-02 00:00:00";
      shop.save(orders);
    }
    cursor = "2024-02-01T00:00:00Z/-/0";
    OrderChanges changes = shop.reader().build().orderChanges();

    ChangedCustomers first = changes.customersChangedAfter(cursor, 100);
    assertThat(first.customers()).hasSize(1);
    assertThat(first.complete()).isFalse();
    assertThat(names(changes, 100)).containsExactly("ada", "ben", "cem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "a/b/c", "2024-01-01T00:00:00Z/-/x", "2024-01-01T00:00:00Z"})
  void refusesACursorThatIsNone(String text) {
    OrderChanges changes = TestShop.open(Layout.HPOS).reader().build().orderChanges();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> changes.customersChangedAfter(text, 1))
        .withMessageStartingWith("cursor: ");
  }

  private List<String> names(OrderChanges changes, int limit) {
    List<String> names = new ArrayList<>();
    ChangedCustomers page;
    do {
      page = changes.customersChangedAfter(cursor, limit);
      assertThat(page.customers()).hasSizeLessThanOrEqualTo(limit);
      for (CustomerHistory each : page.customers()) {
        names.add(each.customer().value().replace("@example.com", ""));
      }
      cursor = page.cursor();
    } while (!page.complete());
    return names;
  }

  private static ShopOrder order(long id, String name, String updated) {
    ShopOrder order = new ShopOrder(id, name + "@example.com");
    order.updated = updated;
    return order;
  }
}
