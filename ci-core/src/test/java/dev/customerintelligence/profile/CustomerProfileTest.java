package dev.customerintelligence.profile;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.day;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.recognition.Device;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerProfileTest {
  private static final IpHash IP = new IpHash("a".repeat(64));
  private static final IpHash OTHER_IP = new IpHash("b".repeat(64));
  private static final Fingerprint BROWSER = Fingerprint.of("c".repeat(64));
  private static final Fingerprint OTHER_BROWSER = Fingerprint.of("d".repeat(64));
  private static final Place PLACE = new Place("NL", "Amsterdam");
  private static final Place OTHER_PLACE = new Place("BE", "Gent");
  private static final PersonName NAME = new PersonName("Casey", "Doe");
  private static final PersonName OTHER_NAME = new PersonName("Robin", null);

  @Test
  void writesItsColumnsAsJson() {
    Order order =
        order("12345", Instant.parse("2024-08-15T10:20:30Z"))
            .orderNumber("1001")
            .lines(
                List.of(
                    OrderLine.of(
                        ProductId.of(44), "Full Moon", "full-moon", 2, new BigDecimal("14.95")),
                    OrderLine.of(
                        new ProductId("85123A"), "Stock Code", null, 1, new BigDecimal("8.30"))))
            .build();
    CustomerProfile profile =
        new CustomerProfile(
            CUSTOMER,
            7L,
            NAME,
            IP,
            BROWSER,
            PLACE,
            ProfileCalculator.calculate(
                List.of(order), ProfilePolicy.defaults(), Instant.parse("2024-08-16T00:00:00Z")),
            Instant.parse("2024-08-16T00:00:00Z"));

    assertThat(profile.toJson(Instant.parse("2024-09-15T10:20:29Z")).json())
        .isEqualTo(
            """
            {"customer_id":7,"customer_email":"customer@example.com","first_name":"Casey",\
            "last_name":"Doe","ip_hash":"%s","browser_fingerprint":"%s","geo_country":"NL",\
            "geo_city":"Amsterdam","favorite_products":[{"product_id":44,"name":"Full Moon",\
            "slug":"full-moon","score":5,"total_quantity":2,"appearances":1,\
            "order_numbers":["1001"],"order_details":[{"order_id":12345,"order_number":"1001",\
            "quantity":2,"date":"2024-08-15T10:20:30Z"}]},{"product_id":"85123A",\
            "name":"Stock Code","slug":null,"score":4,"total_quantity":1,"appearances":1,\
            "order_numbers":["1001"],"order_details":[{"order_id":12345,"order_number":"1001",\
            "quantity":1,"date":"2024-08-15T10:20:30Z"}]}],"peak_spending_quantity":3,\
            "peak_spending_amount":38.20,"avg_order_value":38.20,"total_orders":1,\
            "last_order_date":"2024-08-15T10:20:30Z","days_since_last_order":30,\
            "purchase_cycle_days":14,"next_prime_window_start":"2024-08-26T10:20:30Z",\
            "next_prime_window_end":"2024-09-01T10:20:30Z","profile_score":56.46,\
            "last_recalculated":"2024-08-16T00:00:00Z"}\
            """
                .formatted("a".repeat(64), "c".repeat(64)));
  }

  @Test
  void writesWhatIsNotKnownAsNull() {
    CustomerProfile profile =
        new CustomerProfile(
            CUSTOMER,
            null,
            null,
            null,
            null,
            null,
            ProfileCalculator.calculate(List.of(), ProfilePolicy.defaults(), DAY_0),
            DAY_0);

    assertThat(profile.toJson(DAY_0))
        .isEqualTo(
            JsonObject.parse(
                """
                {"customer_id":null,"customer_email":"customer@example.com","first_name":null,
                 "last_name":null,"ip_hash":null,"browser_fingerprint":null,"geo_country":null,
                 "geo_city":null,"favorite_products":[],"peak_spending_quantity":0,
                 "peak_spending_amount":0.00,"avg_order_value":0.00,"total_orders":0,
                 "last_order_date":null,"days_since_last_order":0,"purchase_cycle_days":14,
                 "next_prime_window_start":null,"next_prime_window_end":null,
                 "profile_score":0.00,"last_recalculated":"2026-03-01T10:00:00Z"}
                """));
    assertRefused("now", () -> profile.toJson(null));
  }

  @Test
  void isFilledFromAnEarlierOne() {
    CustomerProfile earlier = profile(7L, NAME, IP, BROWSER, PLACE, "1.00", day(1));
    CustomerProfile later = profile(null, null, null, null, null, "2.00", day(2));

    assertThat(later.filledFrom(earlier))
        .isEqualTo(profile(7L, NAME, IP, BROWSER, PLACE, "2.00", day(2)));
  }

  @Test
  void keepsWhatItKnowsItself() {
    CustomerProfile earlier = profile(7L, NAME, IP, BROWSER, PLACE, "1.00", day(1));
    CustomerProfile later =
        profile(8L, OTHER_NAME, OTHER_IP, OTHER_BROWSER, OTHER_PLACE, "2.00", day(2));

    assertThat(later.filledFrom(earlier))
        .as("a part of the name that the later one does not have is kept")
        .isEqualTo(
            profile(
                8L,
                new PersonName("Robin", NAME.last()),
                OTHER_IP,
                OTHER_BROWSER,
                OTHER_PLACE,
                "2.00",
                day(2)));
  }

  @Test
  void takesTheDevicesColumns() {
    CustomerProfile profile = profile(null, NAME, IP, BROWSER, PLACE, "1.00", day(1));

    assertThat(profile.seenOn(device(9L, OTHER_BROWSER, OTHER_IP, OTHER_PLACE)))
        .isEqualTo(profile(9L, NAME, OTHER_IP, OTHER_BROWSER, OTHER_PLACE, "1.00", day(1)));
    assertThat(profile.seenOn(device(null, OTHER_BROWSER, null, null)))
        .isEqualTo(profile(null, NAME, null, OTHER_BROWSER, null, "1.00", day(1)));
  }

  @Test
  void prefersTheOrdersCustomerIdToTheDevices() {
    CustomerProfile profile = profile(7L, null, null, null, null, "1.00", day(1));

    assertThat(profile.seenOn(device(9L, BROWSER, IP, PLACE)).customerId()).isEqualTo(7L);
  }

  @Test
  void saysTheSameWheneverItWasCalculated() {
    CustomerProfile profile = profile(7L, NAME, IP, BROWSER, PLACE, "1.00", day(1));

    assertThat(profile.saysTheSameAs(profile(7L, NAME, IP, BROWSER, PLACE, "1.00", day(9))))
        .isTrue();
    assertThat(
            List.of(
                profile(8L, NAME, IP, BROWSER, PLACE, "1.00", day(1)),
                profile(7L, OTHER_NAME, IP, BROWSER, PLACE, "1.00", day(1)),
                profile(7L, NAME, OTHER_IP, BROWSER, PLACE, "1.00", day(1)),
                profile(7L, NAME, IP, OTHER_BROWSER, PLACE, "1.00", day(1)),
                profile(7L, NAME, IP, BROWSER, OTHER_PLACE, "1.00", day(1)),
                profile(7L, NAME, IP, BROWSER, PLACE, "1.01", day(1)),
                new CustomerProfile(
                    EmailAddress.of("other@example.com"),
                    7L,
                    NAME,
                    IP,
                    BROWSER,
                    PLACE,
                    profile.purchases(),
                    day(1))))
        .noneMatch(profile::saysTheSameAs);
  }

  @Test
  void masksWhoItIs() {
    assertThat(profile(7L, NAME, IP, BROWSER, PLACE, "1.00", day(1)))
        .hasToString("CustomerProfile[c***@***, 1 orders]");
  }

  @Test
  void refusesWhatIsMissingOrOutOfRange() {
    PurchaseProfile purchases =
        ProfileCalculator.calculate(List.of(), ProfilePolicy.defaults(), DAY_0);

    assertRefused(
        "customer",
        () -> new CustomerProfile(null, null, null, null, null, null, purchases, DAY_0));
    assertRefused(
        "customerId",
        () -> new CustomerProfile(CUSTOMER, 0L, null, null, null, null, purchases, DAY_0));
    assertRefused(
        "purchases",
        () -> new CustomerProfile(CUSTOMER, null, null, null, null, null, null, DAY_0));
    assertRefused(
        "recalculatedAt",
        () -> new CustomerProfile(CUSTOMER, null, null, null, null, null, purchases, null));
  }

  private static Device device(Long customerId, Fingerprint browser, IpHash ip, Place place) {
    return new Device(CUSTOMER, customerId, browser, ip, null, place, DAY_0, DAY_0, 1);
  }

  private static CustomerProfile profile(
      Long customerId,
      PersonName name,
      IpHash ip,
      Fingerprint browser,
      Place place,
      String average,
      Instant at) {
    return new CustomerProfile(
        CUSTOMER,
        customerId,
        name,
        ip,
        browser,
        place,
        new PurchaseProfile(
            1,
            new BigDecimal(average),
            1,
            BigDecimal.ONE,
            DAY_0,
            14,
            null,
            List.of(),
            BigDecimal.ONE),
        at);
  }
}
