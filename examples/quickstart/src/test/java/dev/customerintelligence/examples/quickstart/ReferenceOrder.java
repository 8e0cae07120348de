package dev.customerintelligence.examples.quickstart;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as the reference keeps it: times in epoch seconds, prices in 10^-8 of the currency. */
final class ReferenceOrder {
  static final long PRICE_SCALE = 100_000_000L;

  record Line(String productId, String name, @Nullable String slug, long quantity, long price) {}

  final String id;
  final String number;
  final @Nullable String customerId;
  final String status;
  final List<Line> lines = new ArrayList<>();
  long placedAt;

  ReferenceOrder(
      String id, String number, @Nullable String customerId, String status, Instant placedAt) {
    this.id = id;
    this.number = number;
    this.customerId = customerId;
    this.status = status;
    this.placedAt = placedAt.getEpochSecond();
  }

  static long price(String decimal) {
    return new BigDecimal(decimal).multiply(BigDecimal.valueOf(PRICE_SCALE)).longValueExact();
  }

  boolean isNewerThan(ReferenceOrder other) {
    return placedAt == other.placedAt ? id.compareTo(other.id) > 0 : placedAt > other.placedAt;
  }

  long cents() {
    long exact = 0;
    for (Line line : lines) {
      exact = Math.addExact(exact, Math.multiplyExact(line.quantity(), line.price()));
    }
    return Math.floorDiv(exact + PRICE_SCALE / 200, PRICE_SCALE / 100);
  }

  long items() {
    return lines.stream().mapToLong(Line::quantity).sum();
  }
}
