package dev.customerintelligence.benchmarks.data;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A shop's customers and their devices, each a function of its number.
 *
 * <p>There are half as many customers as devices: each has one, every second another, every fourth
 * a third, and so on. Addresses have a long tail: most are one household's, the busiest of them
 * some 70 customers'. Beside these, four addresses have 2,000 customers and one has 20,000, or the
 * share of these that fits a small shop. One device in a hundred shares its fingerprint with up to
 * 500 others. Immutable.
 */
public final class Population {
  /** The moment that counts as now: all devices were seen within the year before it. */
  public static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");

  private static final int CROWDS = 4;

  /** Of the customers' first devices, so that nobody has two with one fingerprint. */
  private static final int COLLIDING_PER_HUNDRED = 2;

  private static final int DEVICES_PER_FINGERPRINT = 500;
  private static final int SECONDS_PER_YEAR = 364 * 86_400;

  /** RFC 2544 sets these IPv4 addresses apart for benchmarks, RFC 3849 the IPv6 ones for texts. */
  private static final int IPV4_ADDRESSES = 1 << 17;

  private static final List<String> BROWSERS =
      List.of(
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/%d.0.0.0 Safari/537.36",
          "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/%d.0.0.0 Mobile Safari/537.36",
          "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:%1$d.0) Gecko/20100101 Firefox/%1$d.0",
          "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
              + " Chrome/%1$d.0.0.0 Safari/537.36 Edg/%1$d.0.0.0");
  private static final int OLDEST_VERSION = 110;
  private static final int VERSIONS = 30;

  private static final List<UserAgent> USER_AGENTS =
      IntStream.range(OLDEST_VERSION, OLDEST_VERSION + VERSIONS)
          .boxed()
          .flatMap(
              version ->
                  BROWSERS.stream()
                      .map(browser -> String.format(Locale.ROOT, browser, version))
                      .flatMap(text -> UserAgent.parse(text).stream()))
          .toList();

  private static final List<String> CITIES =
      List.of(
          "Amsterdam",
          "Rotterdam",
          "Utrecht",
          "Eindhoven",
          "Groningen",
          "Tilburg",
          "Almere",
          "Breda",
          "Nijmegen",
          "Arnhem",
          "Haarlem",
          "Zwolle");

  /** What the streams of {@link Mix} are used for. */
  private enum Stream {
    FINGERPRINT(0),
    MODEL(1),
    COLLIDING(2),
    MODEL_OF(3),
    HOME(4),
    AWAY(5),
    AWAY_ADDRESS(6),
    USER_AGENT(7),
    CITY(9),
    SEEN(10),
    AGE(11),
    VISITS(12),
    VISITOR(13),
    KIND(14),
    NEW_BROWSER(15);

    private final int number;

    Stream(int number) {
      this.number = number;
    }

    private int below(int bound, long index) {
      return Mix.below(bound, number, index);
    }

    private double unit(long index) {
      return Mix.unit(number, index);
    }

    private String hex64(long index) {
      return Mix.hex64(number, index);
    }
  }

  private final int devices;
  private final int customers;
  private final int bigStride;
  private final int stride;

  /** Makes the shop with this many devices, at least 100. */
  public Population(int devices) {
    this.devices = devices;
    this.customers = devices / 2;
    this.bigStride = Math.max(5, customers / 20_000);
    this.stride = bigStride * 10;
  }

  /** Returns how many devices there are. */
  public int devices() {
    return devices;
  }

  /** Returns how many customers there are. */
  public int customers() {
    return customers;
  }

  /** Returns a customer's address. */
  public static EmailAddress email(int customer) {
    return EmailAddress.of("customer" + customer + "@example.com");
  }

  /** Returns whose device it is: 0 to customers - 1. */
  public int customerOf(int device) {
    int first = 0;
    int layer = customers;
    int step = 1;
    while (device >= first + layer) {
      first += layer;
      layer /= 2;
      step *= 2;
      if (layer == 0) {
        return device % customers;
      }
    }
    return (device - first) * step;
  }

  /** Returns a device's fingerprint. */
  public Fingerprint fingerprint(int device) {
    if (collides(device)) {
      int models = Math.max(1, devices / 100 / DEVICES_PER_FINGERPRINT);
      return Fingerprint.of(Stream.MODEL.hex64(Stream.MODEL_OF.below(models, device)));
    }
    return Fingerprint.of(Stream.FINGERPRINT.hex64(device));
  }

  /** Returns where a device was seen last. */
  public IpAddress address(int device) {
    return ip(addressNumber(device));
  }

  /** Returns a device's browser; devices share the texts. */
  public static UserAgent userAgent(int device) {
    return USER_AGENTS.get(Stream.USER_AGENT.below(USER_AGENTS.size(), device));
  }

  /** Returns where a device is. */
  public static Place place(int device) {
    return Place.of("NL", CITIES.get(Stream.CITY.below(CITIES.size(), device))).orElseThrow();
  }

  /** Returns a device's row. */
  public Device device(int device, IpHasher hasher) {
    Instant lastSeen = NOW.minusSeconds(Stream.SEEN.below(SECONDS_PER_YEAR, device));
    int visits = 1 + (int) (1 / (0.02 + Stream.VISITS.unit(device)));
    return new Device(
        email(customerOf(device)),
        customerOf(device) + 1L,
        fingerprint(device),
        hash(address(device), hasher),
        userAgent(device),
        place(device),
        lastSeen.minusSeconds(Stream.AGE.below(SECONDS_PER_YEAR, device)),
        lastSeen,
        visits);
  }

  /** Returns the sighting that makes a device. */
  public Sighting sighting(int device, IpHasher hasher) {
    Device row = device(device, hasher);
    return new Sighting(
        row.customer(),
        row.customerId(),
        row.fingerprint(),
        row.ipHash(),
        // Its own text, as each request brings one.
        UserAgent.parse(userAgent(device).value()).orElseThrow(),
        row.place(),
        row.lastSeen());
  }

  /**
   * Returns a visit: three of five by a known device at its address, one by a known device
   * elsewhere, one by an unknown device at a known address.
   */
  public Visit visit(Traffic traffic, int number) {
    int device = visitor(traffic, number);
    int kind = Stream.KIND.below(5, number);
    boolean away = kind == 3 && (traffic == Traffic.QUIET || traffic == Traffic.MIXED);
    return Visit.builder()
        .fingerprint(
            kind == 4 ? Fingerprint.of(Stream.NEW_BROWSER.hex64(number)) : fingerprint(device))
        .ipAddress(away ? quietAddress(device + 1) : address(device))
        .userAgent(userAgent(device).value())
        .place("NL", place(device).city())
        .build();
  }

  /** Returns the device behind a visit. */
  public int visitor(Traffic traffic, int number) {
    long attempt = number;
    while (true) {
      int device = Stream.VISITOR.below(devices, attempt);
      int crowded = device / stride * stride;
      switch (traffic) {
        case MIXED -> {
          return switch (number % 100) {
            case 0 -> visitor(Traffic.CROWD_2000, number);
            case 50 -> visitor(Traffic.CROWD_20000, number);
            default -> device;
          };
        }
        case QUIET -> {
          if (!collides(device) && !isCrowded(device)) {
            return device;
          }
        }
        case CROWD_2000 -> {
          int member = crowded + 1 + Stream.KIND.below(CROWDS, attempt);
          if (member < customers) {
            return member;
          }
        }
        case CROWD_20000 -> {
          int member = device / bigStride * bigStride;
          if (member < customers) {
            return member;
          }
        }
      }
      // Further numbers of the stream, none of which a visit of this size of shop starts from.
      attempt += 1L << 40;
    }
  }

  private boolean collides(int device) {
    return device < customers && Stream.COLLIDING.below(100, device) < COLLIDING_PER_HUNDRED;
  }

  /** Each customer's first device may be on a crowded address. */
  private boolean isCrowded(int device) {
    return device < customers && (device % bigStride == 0 || crowd(device) <= CROWDS);
  }

  private int crowd(int device) {
    return device % stride == 0 ? Integer.MAX_VALUE : device % stride;
  }

  private long addressNumber(int device) {
    if (device < customers && device % bigStride == 0) {
      return 0;
    }
    if (device < customers && crowd(device) <= CROWDS) {
      return crowd(device);
    }
    return quietNumber(device);
  }

  private IpAddress quietAddress(int device) {
    return ip(quietNumber(device));
  }

  /** Three of four devices are at home; the address with rank a has a share of a^(-1/3). */
  private long quietNumber(int device) {
    double at =
        Stream.AWAY.below(4, device) == 0
            ? Stream.AWAY_ADDRESS.unit(device)
            : Stream.HOME.unit(customerOf(device % devices));
    return 1 + CROWDS + (long) (Math.pow(at, 1.5) * devices);
  }

  private static IpAddress ip(long number) {
    String text =
        number < IPV4_ADDRESSES
            ? "198." + (18 + (number >> 16)) + "." + ((number >> 8) & 255) + "." + (number & 255)
            : "2001:db8:"
                + Long.toHexString(number >> 16)
                + ":"
                + Long.toHexString(number & 0xffff)
                + "::1";
    return IpAddress.parse(text).orElseThrow();
  }

  private static IpHash hash(IpAddress address, IpHasher hasher) {
    return hasher.hash(address).current();
  }
}
