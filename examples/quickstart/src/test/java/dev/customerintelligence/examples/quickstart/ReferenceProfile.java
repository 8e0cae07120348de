package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.examples.quickstart.ReferenceOrder.Line;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One customer's profile, in whole numbers and without the library, from the documented rules: see
 * docs/profiles.md.
 */
final class ReferenceProfile {
  private static final long DAY = 86_400;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

  private final String email;
  private final List<ReferenceOrder> all;
  private final List<ReferenceOrder> paid = new ArrayList<>();
  private final long now;

  ReferenceProfile(String email, Collection<ReferenceOrder> orders, Instant now) {
    this.email = email;
    this.now = now.getEpochSecond();
    this.all = new ArrayList<>(orders);
    all.sort((a, b) -> a == b ? 0 : a.isNewerThan(b) ? -1 : 1);
    for (ReferenceOrder order : all) {
      if (order.status.equals("completed") || order.status.equals("wc-completed")) {
        paid.add(order);
      }
    }
  }

  String json() {
    boolean none = paid.isEmpty();
    long last = none ? 0 : paid.get(0).placedAt;
    long cycle = cycleDays();
    StringBuilder json = new StringBuilder("{\"customer_id\":").append(customerId());
    json.append(",\"customer_email\":").append(quoted(email));
    json.append(",\"first_name\":null,\"last_name\":null,\"ip_hash\":null");
    json.append(",\"browser_fingerprint\":null,\"geo_country\":null,\"geo_city\":null");
    json.append(",\"favorite_products\":").append(favorites());
    json.append(",\"peak_spending_quantity\":").append(peakItems());
    json.append(",\"peak_spending_amount\":").append(decimal(peakCents()));
    json.append(",\"avg_order_value\":").append(decimal(averageCents()));
    json.append(",\"total_orders\":").append(paid.size());
    json.append(",\"last_order_date\":").append(none ? null : moment(last));
    json.append(",\"days_since_last_order\":").append(none ? 0 : daysSinceLast());
    json.append(",\"purchase_cycle_days\":").append(cycle);
    json.append(",\"next_prime_window_start\":")
        .append(none ? null : moment(last + 8 * cycle / 10 * DAY));
    json.append(",\"next_prime_window_end\":")
        .append(none ? null : moment(last + (12 * cycle + 9) / 10 * DAY));
    json.append(",\"profile_score\":").append(decimal(scoreHundredths()));
    return json.append(",\"last_recalculated\":").append(moment(now)).append('}').toString();
  }

  /** Whole days since the newest paid order, number of them, cents in all; null without. */
  long @Nullable [] rfm() {
    return paid.isEmpty()
        ? null
        : new long[] {
          daysSinceLast(), paid.size(), paid.stream().mapToLong(ReferenceOrder::cents).sum()
        };
  }

  private @Nullable String customerId() {
    for (ReferenceOrder order : all) {
      if (order.customerId != null) {
        return order.customerId;
      }
    }
    return null;
  }

  private long peakItems() {
    return paid.stream().mapToLong(ReferenceOrder::items).max().orElse(0);
  }

  private long peakCents() {
    return paid.stream().mapToLong(ReferenceOrder::cents).max().orElse(0);
  }

  private long averageCents() {
    long sum = paid.stream().mapToLong(ReferenceOrder::cents).sum();
    return paid.isEmpty() ? 0 : halfUp(sum, paid.size());
  }

  private long daysSinceLast() {
    return Math.max(0, now - paid.get(0).placedAt) / DAY;
  }

  private long cycleDays() {
    if (paid.size() < 2) {
      return 14;
    }
    long days = 0;
    for (int i = 1; i < paid.size(); i++) {
      days += (paid.get(i - 1).placedAt - paid.get(i).placedAt) / DAY;
    }
    return Math.max(7, halfUp(days, paid.size() - 1));
  }

  private long scoreHundredths() {
    if (paid.isEmpty()) {
      return 0;
    }
    long days = daysSinceLast();
    long recency = days <= 14 ? 40 : days <= 30 ? 30 : days <= 60 ? 20 : days <= 90 ? 10 : 0;
    long frequency = Math.min(30, 5L * paid.size());
    return 100 * (frequency + recency) + Math.min(3000, halfUp(3 * averageCents(), 10));
  }

  private String favorites() {
    Map<String, Favorite> byProduct = new LinkedHashMap<>();
    for (ReferenceOrder order : paid.subList(0, Math.min(3, paid.size()))) {
      for (Line line : order.lines) {
        byProduct
            .computeIfAbsent(line.productId(), id -> new Favorite(line))
            .add(order, line.quantity());
      }
    }
    List<Favorite> ranked = new ArrayList<>(byProduct.values());
    Collections.sort(ranked);
    return ranked.subList(0, Math.min(5, ranked.size())).toString().replace("}, {", "},{");
  }

  private static final class Favorite implements Comparable<Favorite> {
    private final Line newest;
    private final Map<ReferenceOrder, Long> quantities = new LinkedHashMap<>();

    Favorite(Line newest) {
      this.newest = newest;
    }

    void add(ReferenceOrder order, long quantity) {
      quantities.merge(order, quantity, Long::sum);
    }

    private long quantity() {
      return quantities.values().stream().mapToLong(Long::longValue).sum();
    }

    private long score() {
      return quantity() + 3L * quantities.size();
    }

    private long lastBought() {
      return quantities.keySet().stream().mapToLong(order -> order.placedAt).max().orElseThrow();
    }

    @Override
    public int compareTo(Favorite other) {
      if (score() != other.score()) {
        return Long.compare(other.score(), score());
      }
      if (lastBought() != other.lastBought()) {
        return Long.compare(other.lastBought(), lastBought());
      }
      return compareIds(newest.productId(), other.newest.productId());
    }

    @Override
    public String toString() {
      Set<String> numbers = new HashSet<>();
      List<String> orderNumbers = new ArrayList<>();
      List<String> details = new ArrayList<>();
      quantities.forEach(
          (order, quantity) -> {
            if (numbers.add(order.number)) {
              orderNumbers.add(quoted(order.number));
            }
            details.add(
                "{\"order_id\":"
                    + id(order.id)
                    + ",\"order_number\":"
                    + quoted(order.number)
                    + ",\"quantity\":"
                    + quantity
                    + ",\"date\":"
                    + moment(order.placedAt)
                    + "}");
          });
      return "{\"product_id\":"
          + id(newest.productId())
          + ",\"name\":"
          + quoted(newest.name())
          + ",\"slug\":"
          + (newest.slug() == null ? null : quoted(newest.slug()))
          + ",\"score\":"
          + score()
          + ",\"total_quantity\":"
          + quantity()
          + ",\"appearances\":"
          + quantities.size()
          + ",\"order_numbers\":["
          + String.join(",", orderNumbers)
          + "],\"order_details\":["
          + String.join(",", details)
          + "]}";
    }
  }

  /** Numbers by value, then texts. */
  private static int compareIds(String one, String other) {
    boolean isNumber = WHOLE_NUMBER.matcher(one).matches();
    if (isNumber != WHOLE_NUMBER.matcher(other).matches()) {
      return isNumber ? -1 : 1;
    }
    return isNumber
        ? Long.compare(Long.parseLong(one), Long.parseLong(other))
        : one.compareTo(other);
  }

  private static long halfUp(long numerator, long denominator) {
    return (2 * numerator + denominator) / (2 * denominator);
  }

  private static String decimal(long hundredths) {
    return hundredths / 100 + "." + hundredths / 10 % 10 + hundredths % 10;
  }

  private static String moment(long epochSecond) {
    return quoted(Instant.ofEpochSecond(epochSecond).toString());
  }

  private static String id(String id) {
    return WHOLE_NUMBER.matcher(id).matches() ? id : quoted(id);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
