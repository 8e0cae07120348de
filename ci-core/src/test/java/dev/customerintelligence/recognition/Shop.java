package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A shop of 20,000 customers with a year of visits: one to three devices each, a home address,
 * phones on carrier addresses, phones that cannot be told apart. Seeded; made once.
 *
 * <p>Addresses are of the documentation blocks: 2001:db8::/32 for homes, 203.0.113.0/24 for shared
 * ones.
 */
final class Shop {
  static final int CUSTOMERS = 20_000;
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final String OFFICE_OF_2000 = "203.0.113.200";
  static final String PHONE_OF_500 = "5".repeat(64);

  private static final int CARRIER_ADDRESSES = 8;
  private static final List<String> CITIES =
      List.of("Amsterdam", "Rotterdam", "Utrecht", "Eindhoven", "Groningen");

  private static final Shop SHOP = new Shop();

  final RecognitionService recognition;
  final DeviceStore devices;
  final List<Known> known = new ArrayList<>();

  private final TestClock clock = new TestClock(NOW);
  private final Random random = new Random(20_000);
  private int fingerprints = 1_000_000;
  private int homes = 1;

  /** A device of a customer, as it was last seen. */
  record Known(EmailAddress customer, Browser browser, String ip, String city, double ageDays) {}

  /** A browser as the shop's script and the header show it. */
  record Browser(String fingerprint, String userAgent) {}

  private Shop() {
    HashKey key = HashKey.generate("test");
    devices = new InMemoryStorage(new TombstoneHasher(key, List.of())).devices();
    recognition =
        new RecognitionService(
            devices,
            IpHasher.hmac(key),
            address -> Optional.empty(),
            RecognitionModel.defaults(),
            clock,
            Runnable::run);
    for (int i = 0; i < CUSTOMERS; i++) {
      fill(i);
    }
    clock.set(NOW);
    recognition.renewStatistics();
  }

  static Shop open() {
    return SHOP;
  }

  /** Somebody who is no customer until he is sighted. */
  static EmailAddress person(String name) {
    return EmailAddress.of(name + "@example.com");
  }

  /** A browser that nobody has been seen with. */
  Browser newBrowser(String userAgent) {
    return new Browser("%064x".formatted(fingerprints++), userAgent);
  }

  /** The address of a household that nobody has been seen in. */
  String newHome() {
    int home = homes++;
    return "2001:db8:%x:%x::1".formatted(home >> 16, home & 0xffff);
  }

  /** Lets a customer visit so many times, the last time so many days ago, a week apart. */
  void visited(
      EmailAddress customer, Browser browser, String ip, String city, double daysAgo, int visits) {
    Visit visit = visit(browser, ip, city);
    for (int left = visits - 1; left >= 0; left--) {
      clock.set(NOW.minus(Duration.ofSeconds(Math.round((daysAgo + 7 * left) * 86_400))));
      recognition.remember(visit, customer);
    }
    clock.set(NOW);
  }

  /** Says whose visit it is, now. */
  Recognition recognize(Browser browser, String ip, String city) {
    return recognition.recognize(visit(browser, ip, city));
  }

  static Visit visit(Browser browser, String ip, String city) {
    return Visit.builder()
        .fingerprint(browser.fingerprint())
        .userAgent(browser.userAgent())
        .ipAddress(IpAddress.parse(ip).orElseThrow())
        .place("NL", city)
        .build();
  }

  static String carrier(int i) {
    return "203.0.113." + (1 + i % CARRIER_ADDRESSES);
  }

  static String windows(int chrome) {
    return "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        + " Chrome/"
        + chrome
        + ".0.0.0 Safari/537.36";
  }

  static String iphone(int version) {
    return "Mozilla/5.0 (iPhone; CPU iPhone OS "
        + version
        + "_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/"
        + version
        + ".1 Mobile/15E148 Safari/604.1";
  }

  private void fill(int i) {
    EmailAddress customer = person("customer" + i);
    String home = newHome();
    String city = CITIES.get(random.nextInt(CITIES.size()));
    int kind = random.nextInt(10);
    int count = kind < 6 ? 1 : kind < 9 ? 2 : 3;
    for (int device = 0; device < count; device++) {
      boolean phone = random.nextBoolean();
      Browser browser =
          newBrowser(phone ? iphone(16 + random.nextInt(3)) : windows(118 + random.nextInt(10)));
      String ip = phone && random.nextInt(10) < 3 ? carrier(i) : home;
      if (device == 0 && i % 10 == 0) {
        ip = OFFICE_OF_2000;
      }
      if (device == 0 && i % 40 == 1) {
        browser = new Browser(PHONE_OF_500, iphone(17));
        ip = home;
      }
      double age = 365 * Math.pow(random.nextDouble(), 1.5);
      visited(customer, browser, ip, city, age, 1 + (int) (-3 * Math.log(random.nextDouble())));
      known.add(new Known(customer, browser, ip, city, age));
    }
  }
}
