package dev.customerintelligence.woocommerce;

import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An order as the shop keeps it, all as text. */
record OrderRow(
    long id,
    @Nullable String status,
    @Nullable String currency,
    @Nullable String total,
    @Nullable String customerId,
    @Nullable String email,
    @Nullable String createdAt,
    @Nullable String createdLocal,
    @Nullable String paidAt,
    @Nullable String completedAt,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String orderNumber,
    @Nullable String orderNumberFormatted,
    @Nullable String anonymized) {

  private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');

  static OrderRow read(ResultSet row) throws SQLException {
    return new OrderRow(
        row.getLong("id"),
        row.getString("status"),
        row.getString("currency"),
        row.getString("total"),
        row.getString("customer_id"),
        row.getString("email"),
        row.getString("created_at"),
        row.getString("created_local"),
        row.getString("paid_at"),
        row.getString("completed_at"),
        row.getString("first_name"),
        row.getString("last_name"),
        row.getString("order_number"),
        row.getString("order_number_formatted"),
        row.getString("anonymized"));
  }

  boolean isAnonymized() {
    return anonymized != null && anonymized.strip().equalsIgnoreCase("yes");
  }

  /**
   * Returns the order.
   *
   * @throws InvalidInputException naming what cannot be read
   */
  Order toOrder(
      EmailAddress customer, BigDecimal refunds, List<OrderLine> lines, ZoneId localZone) {
    Currency paidIn = ShopText.currency(currency);
    int decimals = Inputs.decimals("currency", paidIn);
    BigDecimal charged = ShopText.decimal("total", total).setScale(decimals, RoundingMode.HALF_UP);
    String canonicalStatus = Order.canonicalStatus(Inputs.required("status", status));
    return new Order(
        Long.toString(id),
        number(),
        customer,
        account(),
        name().orElse(null),
        orderedAt(localZone),
        canonicalStatus,
        paidIn,
        charged,
        canonicalStatus.equals("refunded")
            ? charged
            : refunds.setScale(decimals, RoundingMode.HALF_UP),
        lines);
  }

  /** What the customer is called on it. */
  Optional<PersonName> name() {
    return PersonName.of(
        ShopText.line(firstName, PersonName.MAX_LENGTH).orElse(null),
        ShopText.line(lastName, PersonName.MAX_LENGTH).orElse(null));
  }

  private String number() {
    return ShopText.line(orderNumberFormatted, Order.MAX_ID)
        .or(() -> ShopText.line(orderNumber, Order.MAX_ID))
        .orElse(Long.toString(id));
  }

  private @Nullable Long account() {
    if (ShopText.isBlank(customerId)) {
      return null;
    }
    long account = ShopText.whole("customerId", customerId);
    return account == 0 ? null : Long.valueOf(account);
  }

  /**
   * When it was placed.
   *
   * @throws InvalidInputException naming {@code orderedAt}, when no date is there
   */
  Instant orderedAt(ZoneId localZone) {
    Instant created = utc(createdAt);
    if (created == null) {
      LocalDateTime local = dateTime(createdLocal);
      created = local == null ? null : local.atZone(localZone).toInstant();
    }
    if (created == null) {
      created = utc(paidAt);
    }
    if (created == null) {
      created = utc(completedAt);
    }
    if (created == null) {
      throw new InvalidInputException(
          "orderedAt", "must be there; the dates of creation, payment and completion are missing");
    }
    return created;
  }

  /** A date and time, or seconds since 1970, as the meta of posts hold them. */
  private static @Nullable Instant utc(@Nullable String text) {
    if (text != null && !text.isEmpty() && DIGITS.matchesAllOf(text)) {
      long seconds = ShopText.whole("orderedAt", text);
      return seconds == 0 ? null : Instant.ofEpochSecond(seconds);
    }
    LocalDateTime time = dateTime(text);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  /** Null for none and for the zero dates that migrations leave behind. */
  private static @Nullable LocalDateTime dateTime(@Nullable String text) {
    try {
      LocalDateTime time = text == null ? null : LocalDateTime.parse(text);
      return time == null || time.getYear() == 0 ? null : time;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
