package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.order.UnreadableOrders;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mariadb.jdbc.MariaDbDataSource;

class OrderHistoryTest {
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final EmailAddress BEN = EmailAddress.of("ben@example.com");
  private static final EmailAddress CEM = EmailAddress.of("cem@example.com");

  @ParameterizedTest
  @EnumSource
  void readsAnOrderWhole(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.product(44, "product", "Sun tea", "sun-tea", 0);
    ShopOrder order = new ShopOrder(1001, "Ada@Example.COM").item(44, "Sun tea", "3", "29.90");
    order.customerId = 7L;
    order.firstName = "Ada";
    order.lastName = "Doe";
    order.total = "36.18";
    order.status = "wc-processing";
    shop.save(order);

    assertThat(ordersOf(shop, ADA))
        .containsExactly(
            new Order(
                "1001",
                "1001",
                ADA,
                7L,
                new PersonName("Ada", "Doe"),
                Instant.parse("2024-03-01T10:00:00Z"),
                "processing",
                Currency.getInstance("EUR"),
                new BigDecimal("36.18"),
                new BigDecimal("0.00"),
                List.of(
                    new OrderLine(
                        ProductId.of(44), "Sun tea", "sun-tea", 3, 0, price("9.96666667")))));
  }

  @ParameterizedTest
  @EnumSource
  void guestsAndAccountsOfOneAddressAreOneCustomer(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder none = new ShopOrder(1, "ada@example.com");
    none.customerId = null;
    ShopOrder guest = new ShopOrder(2, "ADA@example.com");
    ShopOrder account = new ShopOrder(3, " Ada@example.com");
    account.customerId = 9L;
    shop.save(none, guest, account, new ShopOrder(4, "ada@example.com "));

    assertThat(ordersOf(shop, ADA))
        .extracting(Order::customerId)
        .containsExactly(null, null, 9L, null);
    assertThat(walk(shop, 10)).containsExactly(new CustomerOrders(ADA, ordersOf(shop, ADA)));
  }

  @ParameterizedTest
  @EnumSource
  void ordersWithoutAnAddressBelongToNobody(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        new ShopOrder(1, null),
        new ShopOrder(2, ""),
        new ShopOrder(3, "not an address"),
        new ShopOrder(4, "two@at@example.com"),
        new ShopOrder(5, "ada@example.com"));

    assertThat(walk(shop, 1)).extracting(CustomerHistory::customer).containsExactly(ADA);
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryStatusButDraftsAndTheTrash(Layout layout) {
    TestShop shop = TestShop.open(layout);
    List<String> statuses =
        List.of(
            "wc-pending",
            "wc-processing",
            "wc-on-hold",
            "wc-completed",
            "wc-cancelled",
            "wc-refunded",
            "wc-failed",
            "wc-checkout-draft",
            "auto-draft",
            "trash",
            "wc-preparing");
    for (int i = 0; i < statuses.size(); i++) {
      ShopOrder order = new ShopOrder(i + 1, "ada@example.com");
      order.status = statuses.get(i);
      shop.save(order);
    }

    assertThat(ordersOf(shop, ADA))
        .extracting(Order::status)
        .containsExactly(
            "pending",
            "processing",
            "on-hold",
            "completed",
            "cancelled",
            "refunded",
            "failed",
            "preparing");
  }

  @ParameterizedTest
  @EnumSource
  void otherKindsOfOrdersAreNone(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder subscription = new ShopOrder(1, "ada@example.com");
    subscription.type = "shop_subscription";
    ShopOrder placeholder = new ShopOrder(2, "ada@example.com");
    placeholder.type = "shop_order_placehold";
    shop.save(subscription, placeholder);

    assertThat(ordersOf(shop, ADA)).isEmpty();
    assertThat(walk(shop, 10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void netsPartialRefundsWithAndWithoutLines(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder order =
        new ShopOrder(1, "ada@example.com")
            .item(44, "Tea", "5", "50")
            .item(45, "Pot", "1", "20")
            .refund(2, "20.00", 0, 2)
            .refund(3, "0.50")
            .refund(4, "10.00", 0, 1, 1, 1);
    order.total = "70.00";
    shop.save(order);

    Order read = ordersOf(shop, ADA).get(0);
    assertThat(read.refunded()).isEqualTo(price("30.50"));
    assertThat(read.lines()).extracting(OrderLine::refundedQuantity).containsExactly(3, 1);
    assertThat(read.isFullyRefunded()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aFullRefundByStatusNeedsNoRefund(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder byStatus = new ShopOrder(1, "ada@example.com").item(44, "Tea", "1", "10");
    byStatus.status = "wc-refunded";
    ShopOrder byAmount = new ShopOrder(2, "ada@example.com").refund(3, "10.00");
    shop.save(byStatus, byAmount);

    assertThat(ordersOf(shop, ADA)).hasSize(2).allMatch(Order::isFullyRefunded);
  }

  @ParameterizedTest
  @EnumSource
  void refundsInTheTrashDoNotCount(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(new ShopOrder(1, "ada@example.com").refund(2, "5.00"));
    shop.run("UPDATE {p}wc_orders SET status = 'trash' WHERE id = 2");
    shop.run("UPDATE {p}posts SET post_status = 'trash' WHERE ID = 2");

    assertThat(ordersOf(shop, ADA).get(0).refunded()).isEqualTo(price("0.00"));
  }

  @ParameterizedTest
  @EnumSource
  void anonymisedOrdersDoNotBecomeOneCustomer(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder marked = new ShopOrder(3, "ben@example.com");
    marked.meta.put("_anonymized", "yes");
    ShopOrder both = new ShopOrder(4, "deleted@site.invalid");
    both.meta.put("_anonymized", "yes");
    shop.save(
        new ShopOrder(1, "deleted@site.invalid"),
        new ShopOrder(2, "ada@example.com"),
        marked,
        both,
        new ShopOrder(5, "cem@example.com"));

    assertThat(walk(shop, 1)).extracting(CustomerHistory::customer).containsExactly(ADA, CEM);
    assertThat(ordersOf(shop, BEN)).isEmpty();
    assertThat(ordersOf(shop, EmailAddress.of("deleted@site.invalid"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aVariationCountsAsItsProduct(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.product(44, "product", "Tea", "tea", 0);
    shop.product(441, "product_variation", "Tea - green", "tea-green", 44);
    shop.save(
        new ShopOrder(1, "ada@example.com")
            .item(44, "Tea - green", "2", "20", "_variation_id", "441"));

    assertThat(ordersOf(shop, ADA).get(0).lines())
        .containsExactly(
            OrderLine.of(ProductId.of(44), "Tea - green", "tea", 2, price("10.00000000")));
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedProductLeavesItsName(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        new ShopOrder(1, "ada@example.com")
            .item(99, "Gone", "1", "5")
            .item(0, "Long gone", "2", "8"));

    assertThat(ordersOf(shop, ADA).get(0).lines())
        .containsExactly(
            OrderLine.of(ProductId.of(99), "Gone", null, 1, price("5.00000000")),
            OrderLine.of(
                new ProductId("deleted:Long gone"), "Long gone", null, 2, price("4.00000000")));
  }

  @ParameterizedTest
  @EnumSource
  void aBundleCountsOnce(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        new ShopOrder(1, "ada@example.com")
            .item(50, "Tea set", "1", "30", "_bundle_cart_key", "k1", "_bundled_items", "a")
            .item(44, "Tea", "3", "0", "_bundled_by", "k1", "_bundle_cart_key", "k2")
            .item(45, "Pot", "1", "0", "_bundled_by", "k1", "_bundle_cart_key", "k3")
            .item(46, "Left alone", "1", "9", "_bundled_by", "gone"));

    assertThat(ordersOf(shop, ADA).get(0).lines())
        .extracting(OrderLine::name)
        .containsExactly("Tea set", "Left alone");
  }

  @ParameterizedTest
  @EnumSource
  void onlyProductLinesCount(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder order =
        new ShopOrder(1, "ada@example.com").item(44, "Tea", "1", "9").item(45, "None", "0", "0");
    for (String type : List.of("shipping", "fee", "coupon", "tax")) {
      order.items.add(
          new ShopOrder.Item(order.itemId(order.items.size()), type, type, java.util.Map.of()));
    }
    shop.save(order);

    assertThat(ordersOf(shop, ADA).get(0).lines())
        .extracting(OrderLine::name)
        .containsExactly("Tea");
  }

  @ParameterizedTest
  @EnumSource
  void takesTheNumberThatAPluginStores(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder number = new ShopOrder(1, "ada@example.com");
    number.meta.put("_order_number", "2024-17");
    ShopOrder formatted = new ShopOrder(2, "ada@example.com");
    formatted.meta.put("_order_number", "18");
    formatted.meta.put("_order_number_formatted", "WG-18");
    ShopOrder blank = new ShopOrder(3, "ada@example.com");
    blank.meta.put("_order_number", "");
    shop.save(number, formatted, blank);

    assertThat(ordersOf(shop, ADA))
        .extracting(Order::orderNumber)
        .containsExactly("2024-17", "WG-18", "3");
  }

  @ParameterizedTest
  @CsvSource({"HPOS,", "HPOS,0000-00-00 00:00:00", "POSTS,0000-00-00 00:00:00"})
  void aMissingDateIsTheDateOfPaymentOrCompletion(Layout layout, String missing) {
    TestShop shop = TestShop.open(layout);
    ShopOrder paid = new ShopOrder(1, "ada@example.com");
    paid.paid = "2023-05-05 05:05:05";
    paid.completed = "2023-06-06 06:06:06";
    ShopOrder completed = new ShopOrder(2, "ada@example.com");
    completed.completed = "2023-06-06 06:06:06";
    for (ShopOrder order : List.of(paid, completed)) {
      order.created = missing;
      order.createdLocal = null;
      shop.save(order);
    }

    assertThat(ordersOf(shop, ADA))
        .extracting(Order::orderedAt)
        .containsExactly(
            Instant.parse("2023-05-05T05:05:05Z"), Instant.parse("2023-06-06T06:06:06Z"));
  }

  @Test
  void inPostsAMissingDateIsTheLocalOneInTheShopsZone() {
    TestShop shop = TestShop.open(Layout.POSTS);
    ShopOrder order = new ShopOrder(1, "ada@example.com");
    order.created = null;
    order.createdLocal = "2024-07-01 12:00:00";
    shop.save(order);

    assertThat(ordersOf(shop, ADA).get(0).orderedAt()).isEqualTo("2024-07-01T12:00:00Z");
    shop.option("gmt_offset", "-3.5");
    assertThat(ordersOf(shop, ADA).get(0).orderedAt()).isEqualTo("2024-07-01T15:30:00Z");
    shop.option("timezone_string", "Europe/Amsterdam");
    assertThat(ordersOf(shop, ADA).get(0).orderedAt()).isEqualTo("2024-07-01T10:00:00Z");
    assertThat(
            shop.reader()
                .zone(ZoneId.of("Asia/Kathmandu"))
                .build()
                .orderHistory()
                .ordersOf(ADA)
                .orders()
                .get(0)
                .orderedAt())
        .isEqualTo("2024-07-01T06:15:00Z");
    shop.option("timezone_string", "Nowhere/Land");
    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> ordersOf(shop, ADA))
        .withMessageContaining("timezone_string");
  }

  @ParameterizedTest
  @EnumSource
  void keepsCurrenciesApart(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder yen = new ShopOrder(2, "ada@example.com");
    yen.currency = "JPY";
    yen.total = "1200.00000000";
    shop.save(new ShopOrder(1, "ada@example.com"), yen);

    assertThat(ordersOf(shop, ADA))
        .extracting(order -> order.total() + " " + order.currency())
        .containsExactly("10.00 EUR", "1200 JPY");
  }

  @ParameterizedTest
  @CsvSource({
    "currency, ???, currency",
    "currency, , currency",
    "currency, KWD, currency",
    "total, , total",
    "total, -3, total",
    "dates, , orderedAt",
    "refund, , refunded",
    "quantity, 1.5, quantity",
    "quantity, 1000001, quantity",
    "product, many, productId",
    "status, , status",
  })
  void anUnreadableOrderIsReportedAndTheWalkGoesOn(String what, String value, String field) {
    for (Layout layout : Layout.values()) {
      TestShop shop = TestShop.open(layout);
      ShopOrder broken = new ShopOrder(7, "ben@example.com");
      switch (what) {
        case "currency" -> broken.currency = value;
        case "total" -> broken.total = value;
        case "dates" -> {
          broken.created = null;
          broken.createdLocal = null;
        }
        case "refund" -> broken.refund(8, "10.01");
        case "quantity" -> broken.item(44, "Tea", value, "10");
        case "product" -> broken.item(44, "Tea", "1", "10", "_product_id", value);
        default -> broken.status = "";
      }
      shop.save(
          new ShopOrder(1, "ada@example.com"),
          new ShopOrder(2, "ben@example.com"),
          broken,
          new ShopOrder(9, "cem@example.com"));

      List<CustomerHistory> walk = walk(shop, 1);
      assertThat(walk).extracting(CustomerHistory::customer).containsExactly(ADA, BEN, CEM);
      String table = layout == Layout.HPOS ? "wc_orders" : "posts";
      assertThat(((UnreadableOrders) walk.get(1)).reason())
          .startsWith(table + " row 7 cannot be read: " + field + ": ")
          .doesNotContain("example.com");
      assertThatExceptionOfType(UnreadableRowException.class)
          .isThrownBy(() -> ordersOf(shop, BEN))
          .withMessage(((UnreadableOrders) walk.get(1)).reason());
    }
  }

  @ParameterizedTest
  @EnumSource
  void walksByAddressInPagesOfAnySize(Layout layout) {
    TestShop shop = TestShop.open(layout);
    List<String> names =
        List.of("b_b", "a-a", "Zoe", "b.b", "ab", "Élodie", "elodie", "a", "𝒜", "ﬀ");
    for (int i = 0; i < names.size(); i++) {
      shop.save(new ShopOrder(i + 1, names.get(i) + "@example.com"));
    }

    List<EmailAddress> expected =
        names.stream().map(name -> EmailAddress.of(name + "@example.com")).sorted().toList();
    for (int limit = 1; limit <= names.size() + 1; limit++) {
      assertThat(walk(shop, limit))
          .extracting(CustomerHistory::customer)
          .containsExactlyElementsOf(expected);
    }
    for (EmailAddress customer : expected) {
      assertThat(ordersOf(shop, customer)).hasSize(1);
    }
    assertThat(history(shop).customersAfter(EmailAddress.of("ac@example.com"), 1))
        .extracting(CustomerHistory::customer)
        .containsExactly(EmailAddress.of("b.b@example.com"));
    assertThat(history(shop).customerCount()).isBetween(8L, 10L);
  }

  @ParameterizedTest
  @EnumSource
  void readsAShopOfAnOlderCharacterSet(Layout layout) {
    TestShop shop = TestShop.open(layout, "utf8mb3_unicode_ci");
    shop.save(new ShopOrder(1, "Ada@Example.com"));

    assertThat(ordersOf(shop, ADA)).hasSize(1);
    assertThat(walk(shop, 5)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void findsAnAddressInAnyCaseWhereTheColumnComparesByCase(Layout layout) {
    TestShop shop = TestShop.open(layout, "utf8mb4_bin");
    shop.save(new ShopOrder(1, "Ada@Example.com"), new ShopOrder(2, "ADA@example.com"));

    assertThat(ordersOf(shop, ADA)).hasSize(2);
    assertThat(walk(shop, 5)).hasSize(1);
  }

  @Test
  void readsWhereTheOptionSaysAtTheMoment() {
    TestShop shop = TestShop.open(Layout.HPOS);
    shop.save(new ShopOrder(1, "ada@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    shop.option("woocommerce_custom_orders_table_enabled", "no");
    assertThat(history.ordersOf(ADA).orders()).isEmpty();
    assertThat(history.customersAfter(null, 1)).isEmpty();

    shop.option("woocommerce_custom_orders_table_enabled", "yes");
    shop.run("DROP TABLE {p}wc_orders");
    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(() -> history.ordersOf(ADA))
        .withMessageContaining("shop_wc_orders");
  }

  @Test
  void aWalkSeesOrdersThatCameAfterItsAddressesWereRead() {
    TestShop shop = TestShop.open(Layout.POSTS);
    shop.save(new ShopOrder(1, "ada@example.com"), new ShopOrder(2, "ben@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    shop.run("UPDATE {p}postmeta SET meta_value = '77' WHERE meta_key = '_order_total'");

    assertThat(((CustomerOrders) history.customersAfter(ADA, 1).get(0)).orders())
        .extracting(Order::total)
        .containsExactly(price("77.00"));
    shop.save(new ShopOrder(3, "aaa@example.com"));
    assertThat(history.customersAfter(null, 1))
        .extracting(CustomerHistory::customer)
        .containsExactly(EmailAddress.of("aaa@example.com"));
  }

  @ParameterizedTest
  @EnumSource
  void aWalkHasTheOrdersThatWerePlacedSinceItsAddressesWereRead(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        new ShopOrder(1, "ada@example.com"),
        new ShopOrder(2, "ben@example.com"),
        new ShopOrder(3, "cem@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    shop.save(new ShopOrder(4, "Ben@example.com"), new ShopOrder(5, "zoe@example.com"));

    List<CustomerHistory> rest = history.customersAfter(ADA, 2);
    assertThat(rest).extracting(CustomerHistory::customer).containsExactly(BEN, CEM);
    assertThat(((CustomerOrders) rest.get(0)).orders())
        .extracting(Order::orderId)
        .containsExactly("2", "4");
  }

  @Test
  void aWalkWithAnIndexHasTheOrdersThatWereMovedSinceItsAddressesWereRead() {
    TestShop shop = TestShop.open(Layout.HPOS);
    shop.save(
        new ShopOrder(1, "ada@example.com"),
        new ShopOrder(2, "ben@example.com"),
        new ShopOrder(3, "ben@example.com"),
        new ShopOrder(4, "cem@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    shop.run("UPDATE {p}wc_orders SET billing_email = 'cem@example.com' WHERE id = 3");

    assertThat(history.customersAfter(ADA, 2))
        .extracting(each -> ((CustomerOrders) each).orders().stream().map(Order::orderId).toList())
        .containsExactly(List.of("2"), List.of("3", "4"));
  }

  @ParameterizedTest
  @EnumSource
  void aWalkHasTheOrdersThatCameOutOfADraftSinceItsAddressesWereRead(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder draft = new ShopOrder(2, "ben@example.com");
    draft.status = "wc-checkout-draft";
    shop.save(new ShopOrder(1, "ada@example.com"), draft, new ShopOrder(3, "ben@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    shop.run("UPDATE {p}wc_orders SET status = 'wc-processing' WHERE id = 2");
    shop.run("UPDATE {p}posts SET post_status = 'wc-processing' WHERE ID = 2");

    assertThat(((CustomerOrders) history.customersAfter(ADA, 1).get(0)).orders())
        .extracting(Order::orderId)
        .containsExactly("2", "3");
  }

  @ParameterizedTest
  @EnumSource
  void aWalkKeepsTheOrdersOfASpellingToWhichNoIndexLeads(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(
        new ShopOrder(1, "ada@example.com"),
        new ShopOrder(2, "ben@example.com"),
        new ShopOrder(3, "   ben@example.com"));

    assertThat(((CustomerOrders) walk(shop, 1).get(1)).orders())
        .extracting(Order::orderId)
        .containsExactly("2", "3");
  }

  @Test
  void aWalkReadsItsAddressesAnewWhenTooMuchIsNew() {
    TestShop shop = TestShop.open(Layout.POSTS);
    shop.save(new ShopOrder(1, "ada@example.com"), new ShopOrder(2, "ben@example.com"));
    OrderHistory history = history(shop);
    assertThat(history.customersAfter(null, 1)).hasSize(1);

    List<ShopOrder> many = new ArrayList<>();
    for (int i = 0; i < 2 * OrderReader.CHUNK; i++) {
      many.add(new ShopOrder(10 + i, "zoe@example.com"));
    }
    many.add(new ShopOrder(99_999, "ben@example.com"));
    shop.save(many);

    assertThat(((CustomerOrders) history.customersAfter(ADA, 1).get(0)).orders())
        .extracting(Order::orderId)
        .containsExactly("2", "99999");
  }

  @ParameterizedTest
  @EnumSource
  void ofSeveralMetaOfOneKeyTheFirstCounts(Layout layout) {
    TestShop shop = TestShop.open(layout);
    ShopOrder order = new ShopOrder(1, "ada@example.com").item(44, "Tea", "2", "10");
    order.meta.put("_order_number", "A-1");
    shop.save(order);
    String more = " (order_id, meta_key, meta_value) VALUES (1, '_order_number', 'Z-9')";
    shop.run(
        layout == Layout.HPOS
            ? "INSERT INTO {p}wc_orders_meta" + more
            : "INSERT INTO {p}postmeta" + more.replace("order_id", "post_id"));
    shop.run(
        "INSERT INTO {p}postmeta (post_id, meta_key, meta_value)"
            + " VALUES (1, '_billing_email', 'zoe@example.com'), (1, '_order_total', '99')");
    shop.run(
        "INSERT INTO {p}woocommerce_order_itemmeta (order_item_id, meta_key, meta_value)"
            + " VALUES (100, '_qty', '9')");

    assertThat(walk(shop, 5)).extracting(CustomerHistory::customer).containsExactly(ADA);
    Order read = ordersOf(shop, ADA).get(0);
    assertThat(read.orderNumber()).isEqualTo("A-1");
    assertThat(read.total()).isEqualTo(price("10.00"));
    assertThat(read.lines().get(0).quantity()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aFlawInANameKeepsNoOrderFromBeingCounted(Layout layout) {
    TestShop shop = TestShop.open(layout);
    String tail = "\uD83C\uDF75";
    ShopOrder order =
        new ShopOrder(1, "ada@example.com")
            .item(44, "Green\ttea\n", "1", "1")
            .item(45, " ", "1", "2")
            .item(46, "x".repeat(254) + tail, "1", "3")
            .item(0, "Gone\nproduct", "1", "4");
    order.meta.put("_order_number", "n".repeat(80));
    order.firstName = "Ada\r\nMaria";
    order.lastName = "L".repeat(300);
    shop.save(order);

    Order read = ordersOf(shop, ADA).get(0);

    assertThat(read.lines())
        .extracting(OrderLine::name)
        .containsExactly("Green tea", "(no name)", "x".repeat(254), "Gone product");
    assertThat(read.lines().get(3).productId().value()).isEqualTo("deleted:Gone product");
    assertThat(read.orderNumber()).isEqualTo("n".repeat(64));
    assertThat(read.customerName()).isEqualTo(new PersonName("Ada  Maria", "L".repeat(255)));
  }

  @Test
  void anOrderWithoutAStatusIsNotPassedOverInSilence() {
    TestShop shop = TestShop.open(Layout.HPOS);
    ShopOrder order = new ShopOrder(1, "ada@example.com");
    order.status = null;
    shop.save(order);

    assertThat(((UnreadableOrders) walk(shop, 5).get(0)).reason()).contains("status: ");
  }

  @Test
  void holdsAPageOfBoundedSizeInMemory() {
    TestShop shop = TestShop.open(Layout.HPOS);
    for (String name : List.of("ada", "ben", "cem")) {
      shop.save(orders(name, 2_600));
    }

    List<Integer> pages = new ArrayList<>();
    OrderHistory history = history(shop);
    List<CustomerHistory> page = history.customersAfter(null, 500);
    while (!page.isEmpty()) {
      pages.add(page.size());
      page = history.customersAfter(page.get(page.size() - 1).customer(), 500);
    }
    assertThat(pages).containsExactly(1, 1, 1);
    assertThat(walk(shop, 500))
        .allSatisfy(each -> assertThat(((CustomerOrders) each).orders()).hasSize(2_600));
  }

  private long nextId = 1;

  private List<ShopOrder> orders(String name, int count) {
    List<ShopOrder> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      orders.add(new ShopOrder(nextId++, name + "@example.com"));
    }
    return orders;
  }

  @Test
  void aCustomerWithTooManyOrdersIsReportedAndTheWalkGoesOn() {
    TestShop shop = TestShop.open(Layout.HPOS);
    shop.save(new ShopOrder(1, "ada@example.com"), new ShopOrder(2, "cem@example.com"));
    String digits =
        "(SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5"
            + " UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9)";
    for (int more = 0; more <= 1; more++) {
      shop.run(
          "INSERT INTO {p}wc_orders (id, status, currency, type, total_amount, billing_email,"
              + " date_created_gmt) SELECT "
              + (100 + more * 100_000)
              + " + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d, 'wc-completed', 'EUR',"
              + " 'shop_order', 1, 'ben@example.com', '2024-01-01' FROM "
              + String.join(
                  ", ", digits + " a", digits + " b", digits + " c", digits + " d", digits + " e")
              + (more == 0 ? "" : " LIMIT 1"));
    }

    List<CustomerHistory> walk = walk(shop, 10);
    assertThat(walk).extracting(CustomerHistory::customer).containsExactly(ADA, BEN, CEM);
    assertThat(((UnreadableOrders) walk.get(1)).reason()).contains("at most 100000");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ordersOf(shop, BEN))
        .withMessageStartingWith("orders: must be at most 100000");
  }

  @Test
  void saysWhatIsWrongWithoutPersonalData() {
    TestShop shop = TestShop.open(Layout.HPOS);
    assertThatExceptionOfType(StorageFailedException.class)
        .isThrownBy(
            () ->
                WooCommerce.on(shop.dataSource())
                    .prefix("no_")
                    .build()
                    .orderHistory()
                    .ordersOf(ADA))
        .withMessageContaining("no_options")
        .satisfies(failure -> assertThat(failure).hasStackTraceContaining("no_options"))
        .satisfies(
            failure -> assertThat(String.valueOf(failure.getCause())).doesNotContain("ada@"));

    assertThatExceptionOfType(StorageUnavailableException.class)
        .isThrownBy(
            () ->
                WooCommerce.on(new MariaDbDataSource("jdbc:mariadb://127.0.0.1:1/none"))
                    .build()
                    .orderHistory()
                    .ordersOf(ADA));
  }

  @Test
  void refusesAPrefixThatIsNone() {
    TestShop shop = TestShop.open(Layout.HPOS);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> WooCommerce.on(shop.dataSource()).prefix("x; DROP TABLE"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> shop.reader().prefix("again_"));
  }

  private static BigDecimal price(String price) {
    return new BigDecimal(price);
  }

  private static OrderHistory history(TestShop shop) {
    return shop.reader().build().orderHistory();
  }

  private static List<Order> ordersOf(TestShop shop, EmailAddress customer) {
    return history(shop).ordersOf(customer).orders();
  }

  static List<CustomerHistory> walk(TestShop shop, int limit) {
    OrderHistory history = history(shop);
    List<CustomerHistory> all = new ArrayList<>();
    List<CustomerHistory> page = history.customersAfter(null, limit);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      page = history.customersAfter(page.get(page.size() - 1).customer(), limit);
    }
    return all;
  }
}
