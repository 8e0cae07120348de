package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.hash.Hashing;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.identity.EmailAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service says over HTTP, and to whom. */
class StorefrontTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Pattern OFFER_ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final String NO_OFFER = "{\"offer\":null,\"greeting\":null}";
  private static RunningShop shop;

  @BeforeAll
  static void start() {
    shop = RunningShop.start();
  }

  @AfterAll
  static void stop() {
    shop.close();
  }

  @Test
  void aBrowserThatBoughtIsShownAnOfferLaterAndItsOrderEndsIt() throws InterruptedException {
    String browser = fingerprint();
    EmailAddress customer = customer();
    String id = offerAfterFirstOrder(browser, customer);

    Visitor returning = visitor();
    returning.track(browser);
    assertThat(returning.get("/api/offers/current").body()).contains("\"id\":\"" + id + "\"");
    assertThat(returning.post("/api/offers/" + id + "/view", "").body()).contains("viewed");
    assertThat(returning.post("/api/offers/" + id + "/accept", "").body())
        .contains("added_to_cart");
    assertThat(returning.get("/api/offers/current").body()).isEqualTo(NO_OFFER);
    assertThat(returning.get("/cart").body()).contains("Your bundle");

    assertThat(returning.submit("/checkout", Map.of("email", customer.value())).body())
        .contains("Thank you");
    assertThat(returning.get("/api/offers/" + id).body()).contains("purchased");
    assertThat(shop.library().bundles().openOffer(customer)).isEmpty();
    shop.flushEvents();
    assertThat(shop.library().events().recentOf(customer))
        .extracting(event -> event.type())
        .contains("order_completed", "bundle_accepted", "bundle_viewed");
  }

  @Test
  void aDeclinedOfferIsNotShownAgain() {
    String browser = fingerprint();
    EmailAddress customer = customer();
    String id = offerAfterFirstOrder(browser, customer);
    Visitor returning = visitor();
    returning.track(browser);

    assertThat(returning.post("/api/offers/" + id + "/decline", "").body()).contains("rejected");

    assertThat(returning.get("/api/offers/current").body()).isEqualTo(NO_OFFER);
    HttpResponse<String> accepted = returning.post("/api/offers/" + id + "/accept", "");
    assertThat(accepted.statusCode()).isEqualTo(409);
    assertProblem(accepted);
    assertThat(shop.library().bundles().find(new OfferId(id)))
        .hasValueSatisfying(
            offer -> assertThat(offer.storedStatus()).isEqualTo(OfferStatus.REJECTED));
  }

  @Test
  void aStrangerOnTheSameAddressLearnsNothing() {
    String browser = fingerprint();
    EmailAddress customer = customer();
    Visitor known = visitor("203.0.114.7");
    known.track(browser);
    known.order(customer.value(), "salt-marsh", 3);
    shop.clock().forward(Duration.ofDays(15));
    awaitDevices(customer);

    Visitor neighbour = visitor("203.0.114.7");
    HttpResponse<String> tracked = neighbour.track(fingerprint());
    Visitor stranger = visitor();
    HttpResponse<String> elsewhere = stranger.track(fingerprint());

    assertThat(tracked.statusCode()).isEqualTo(elsewhere.statusCode()).isEqualTo(204);
    assertThat(tracked.body()).isEqualTo(elsewhere.body()).isEmpty();
    assertThat(neighbour.get("/api/offers/current").body())
        .isEqualTo(stranger.get("/api/offers/current").body())
        .isEqualTo(NO_OFFER);
    assertThat(neighbour.get("/").body()).doesNotContain(customer.value());
  }

  @Test
  void whoTypesACustomersAddressIsNotTakenForTheCustomer() {
    String browser = fingerprint();
    EmailAddress customer = customer();
    offerAfterFirstOrder(browser, customer);

    String other = fingerprint();
    Visitor pretender = visitor();
    pretender.track(other);
    assertThat(pretender.order(customer.value(), "night-ferry", 1).body()).contains("Thank you");

    Visitor again = visitor();
    again.track(other);
    assertThat(again.get("/api/offers/current").body()).isEqualTo(NO_OFFER);
    assertThat(shop.library().recognition().devicesOf(customer)).hasSize(1);
  }

  @Test
  void anothersOfferDoesNotExist() {
    String id = offerAfterFirstOrder(fingerprint(), customer());
    Visitor stranger = visitor();

    for (String step : new String[] {"view", "accept", "decline"}) {
      HttpResponse<String> existing = stranger.post("/api/offers/" + id + "/" + step, "");
      HttpResponse<String> none = stranger.post("/api/offers/unknown/" + step, "");
      assertThat(existing.statusCode()).isEqualTo(none.statusCode()).isEqualTo(404);
      assertThat(existing.body().replace(id, "unknown")).isEqualTo(none.body());
    }
    assertThat(stranger.get("/api/offers/" + id).statusCode()).isEqualTo(404);
    assertThat(stranger.get("/cart").body()).doesNotContain("Your bundle");
  }

  @Test
  void theProfileNeedsASignIn() {
    String browser = fingerprint();
    EmailAddress customer = customer();
    offerAfterFirstOrder(browser, customer);
    Visitor recognized = visitor();
    recognized.track(browser);

    HttpResponse<String> refused = recognized.get("/api/profile");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertProblem(refused);
    assertThat(recognized.get("/checkout").body()).doesNotContain(customer.value());

    recognized.signIn(customer.value());
    assertThat(recognized.get("/api/profile").body()).contains("\"orders\":1");
    assertThat(recognized.get("/account").body()).contains("Salt Marsh");
  }

  @Test
  void aSignInGreetsByNameAndRemembersTheBrowser() {
    EmailAddress ada = EmailAddress.of("ada@example.com");
    int before = shop.library().recognition().devicesOf(ada).size();
    Visitor visitor = visitor();
    visitor.track(fingerprint());
    visitor.signIn("ada@example.com");

    assertThat(visitor.get("/account").body()).contains("Your account");
    if (shop.library().bundles().openOffer(ada).isPresent()) {
      assertThat(visitor.get("/api/offers/current").body()).contains("\"greeting\":\"Ada\"");
    }
    await(() -> shop.library().recognition().devicesOf(ada).size() == before + 1);
  }

  @Test
  void theDashboardIsTheOwnersAlone() {
    Visitor visitor = visitor();
    assertThat(visitor.get("/dashboard").body()).doesNotContain("Top customers");
    visitor.signIn("ben@example.com");
    assertThat(visitor.get("/dashboard").statusCode()).isEqualTo(403);

    Visitor owner = visitor();
    owner.signIn("owner");
    String dashboard = owner.get("/dashboard").body();
    assertThat(dashboard)
        .contains(
            "Top customers", "Offers from made to bought", "Customers by segment", "@example.com");
    Matcher link = Pattern.compile("/dashboard/recognitions/\\d+").matcher(dashboard);
    assertThat(link.find()).isTrue();
    assertThat(owner.get(link.group()).body()).contains("Nobody known:");
    assertThat(owner.get("/actuator/metrics/storefront.recognition.confidence").body())
        .contains("COUNT");
  }

  @Test
  void eachChartIsATableTooAndEveryCustomerIsInASegment() {
    Visitor owner = visitor();
    owner.signIn("owner");
    String dashboard = owner.get("/dashboard").body();

    Map<String, List<String>> charts = new LinkedHashMap<>();
    for (String panel : Splitter.on("<section class=\"panel\">").split(dashboard)) {
      if (panel.contains("<svg")) {
        List<String> labelsAndValues = texts(panel, "text");
        assertThat(texts(panel, "td")).isEqualTo(labelsAndValues).isNotEmpty();
        charts.put(texts(panel, "h2").get(0), labelsAndValues);
      }
    }

    assertThat(charts)
        .containsOnlyKeys(
            "Whose visits they were",
            "How sure the most probable customer was",
            "Offers from made to bought, 60 days",
            "Where the offers stand, 60 days",
            "Shown offers bought, by discount",
            "Customers by segment (RFM)",
            "Events per day (UTC)");
    List<String> segments = charts.getOrDefault("Customers by segment (RFM)", List.of());
    int inSegments = 0;
    for (int i = 1; i < segments.size(); i += 2) {
      inSegments += Integer.parseInt(segments.get(i));
    }
    int customers = texts(dashboard, "dt").indexOf("Customers");
    assertThat(texts(dashboard, "dd").get(customers)).isEqualTo(Integer.toString(inSegments));
  }

  @Test
  void aPageThatIsNotThereSaysSo() {
    HttpResponse<String> response = visitor().get("/products/no-such");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.body()).contains("There is no such page.", "Back to the shop");
  }

  @Test
  void aChangeNeedsTheSessionsToken() {
    Visitor visitor = visitor();
    visitor.get("/");
    HttpResponse<String> refused =
        visitor.postWithoutToken("/api/visits", "{\"fingerprint\":\"" + fingerprint() + "\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertProblem(refused);
  }

  @Test
  void noOtherOriginIsLetIn() {
    Visitor visitor = visitor();
    visitor.get("/");
    HttpResponse<String> foreign = visitor.get("/api/offers/current");
    assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(visitor.get("/").headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"fingerprint\":\"abc\"}",
        "{\"fingerprint\":null}",
        "{}",
        "{\"fingerprint\":",
        "[]",
      })
  void aBadVisitIsAProblemThatNamesIt(String json) {
    HttpResponse<String> response = visitor().post("/api/visits", json);
    assertThat(response.statusCode()).isEqualTo(400);
    assertProblem(response);
  }

  @Test
  void onlyEventsOfTheShopAreLogged() {
    Visitor visitor = visitor();
    assertThat(visitor.post("/api/events", "{\"type\":\"order_completed\"}").statusCode())
        .isEqualTo(400);
    assertThat(
            visitor
                .post("/api/events", "{\"type\":\"product_viewed\",\"product\":\"no-such\"}")
                .statusCode())
        .isEqualTo(400);
    assertThat(
            visitor
                .post("/api/events", "{\"type\":\"product_viewed\",\"product\":\"salt-marsh\"}")
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void theInterfaceDescribesItself() {
    assertThat(visitor().get("/v3/api-docs").body())
        .contains(
            "\"/api/visits\"",
            "\"/api/events\"",
            "\"/api/offers/current\"",
            "\"/api/offers/{id}/accept\"",
            "\"/api/profile\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/offers/current", "/%61pi/offers/current"})
  void aClientThatAsksTooMuchIsSlowedDown(String path) {
    try (RunningShop strict = RunningShop.start("--storefront.requests-per-second=5")) {
      Visitor greedy = new Visitor(strict.address(), "198.51.100.79");
      HttpResponse<String> last = greedy.get(path);
      for (int i = 0; i < 200 && last.statusCode() == 200; i++) {
        last = greedy.get(path);
      }
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertProblem(last);
      assertThat(
              new Visitor(strict.address(), "198.51.100.80")
                  .get("/api/offers/current")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  /**
   * Lets somebody new order, and returns the offer that the same browser is shown 15 days later.
   */
  private static String offerAfterFirstOrder(String browser, EmailAddress customer) {
    Visitor first = visitor();
    first.track(browser);
    first.order(customer.value(), "salt-marsh", 4);
    awaitDevices(customer);
    shop.clock().forward(Duration.ofDays(15));
    Visitor returning = visitor();
    returning.track(browser);
    Matcher id = OFFER_ID.matcher(returning.get("/api/offers/current").body());
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  private static void awaitDevices(EmailAddress customer) {
    await(
        () ->
            !shop.library().recognition().devicesOf(customer).isEmpty()
                && shop.library().profiles().find(customer).isPresent());
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  /** Returns what stands in the elements of this name, in sequence. */
  private static List<String> texts(String html, String element) {
    return Pattern.compile("<" + element + "(?: [^<>]*)?>([^<>]*)</" + element + ">")
        .matcher(html)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static void assertProblem(HttpResponse<String> response) {
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
  }

  /** Somebody on an address that nobody else has: two customers on one are hard to tell apart. */
  private static Visitor visitor() {
    int n = NEXT.incrementAndGet();
    return visitor("198.18." + n / 250 + "." + (1 + n % 250));
  }

  private static Visitor visitor(String ipAddress) {
    return new Visitor(shop.address(), ipAddress);
  }

  private static EmailAddress customer() {
    return EmailAddress.of("new" + NEXT.incrementAndGet() + "@example.com");
  }

  private static String fingerprint() {
    return Hashing.sha256()
        .hashString("browser " + NEXT.incrementAndGet(), StandardCharsets.UTF_8)
        .toString();
  }
}
