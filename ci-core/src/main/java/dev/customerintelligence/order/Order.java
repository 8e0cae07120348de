package dev.customerintelligence.order;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One order of one customer, with what was refunded of it. Immutable.
 *
 * <p>Identity is the canonical email address; a guest has no customer id. {@code toString} shows
 * neither.
 *
 * @param orderId the shop's id, 1 to 64 characters
 * @param orderNumber the number that the customer sees, 1 to 64 characters
 * @param customer whose order it is
 * @param customerId the shop's customer id, at least 1, or null for a guest
 * @param customerName the name on the bill, or null
 * @param orderedAt when it was placed
 * @param status the shop's status without the {@code wc-} prefix, lower case, 1 to 50 characters
 * @param currency what it was paid in; at most two decimals, as the profile's columns hold no more
 * @param total what was charged, with the currency's decimals, 0 to 99,999,999.99
 * @param refunded what was paid back of it, 0 to {@code total}
 * @param lines what was bought; may be empty
 */
public record Order(
    String orderId,
    String orderNumber,
    EmailAddress customer,
    @Nullable Long customerId,
    @Nullable PersonName customerName,
    Instant orderedAt,
    String status,
    Currency currency,
    BigDecimal total,
    BigDecimal refunded,
    List<OrderLine> lines) {
  /** The longest id or number, in characters. */
  public static final int MAX_ID = 64;

  private static final int MAX_STATUS = 50;

  /**
   * Checks the order.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public Order {
    orderId = Inputs.text("orderId", orderId, MAX_ID);
    orderNumber = Inputs.text("orderNumber", orderNumber, MAX_ID);
    Inputs.required("customer", customer);
    customerId = Inputs.customerId(customerId);
    orderedAt = Inputs.moment("orderedAt", orderedAt);
    status = canonicalStatus(status);
    int decimals = Inputs.decimals("currency", currency);
    total = Inputs.amount("total", total, decimals);
    refunded = Inputs.amount("refunded", refunded, decimals);
    if (refunded.compareTo(total) > 0) {
      throw new InvalidInputException(
          "refunded",
          "must be at most the total of "
              + total.toPlainString()
              + ", is "
              + refunded.toPlainString());
    }
    lines = Inputs.list("lines", lines);
  }

  /**
   * Starts an order.
   *
   * @throws InvalidInputException naming the argument that is null or blank
   */
  public static Builder builder(String orderId, EmailAddress customer, Instant orderedAt) {
    return new Builder(orderId, customer, orderedAt);
  }

  /**
   * Returns a status as this library spells it: trimmed, lower case, without {@code wc-}.
   *
   * @throws InvalidInputException naming {@code status}, when it is null, blank or too long
   */
  public static String canonicalStatus(String status) {
    String lower = Inputs.text("status", status, MAX_STATUS).strip().toLowerCase(Locale.ROOT);
    return Inputs.text("status", lower.startsWith("wc-") ? lower.substring(3) : lower, MAX_STATUS);
  }

  /** Returns what the shop kept of the total. */
  public BigDecimal netTotal() {
    return refunded.signum() == 0 ? total : total.subtract(refunded);
  }

  /** Returns whether something was charged and all of it was paid back. */
  public boolean isFullyRefunded() {
    return refunded.signum() > 0 && refunded.compareTo(total) == 0;
  }

  @Override
  public String toString() {
    return "Order[" + orderId + ", " + status + ", " + orderedAt + ", " + lines.size() + " lines]";
  }

  /** Builds an {@link Order}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private final String orderId;
    private final EmailAddress customer;
    private final Instant orderedAt;
    private @Nullable String orderNumber;
    private @Nullable Long customerId;
    private @Nullable PersonName customerName;
    private @Nullable String status;
    private @Nullable Currency currency;
    private @Nullable BigDecimal total;
    private @Nullable BigDecimal refunded;
    private @Nullable List<OrderLine> lines;

    private Builder(String orderId, EmailAddress customer, Instant orderedAt) {
      this.orderId = Inputs.text("orderId", orderId, MAX_ID);
      this.customer = Inputs.required("customer", customer);
      this.orderedAt = Inputs.moment("orderedAt", orderedAt);
    }

    /** Sets the number that the customer sees; default: the order's id. */
    public Builder orderNumber(String value) {
      orderNumber = Inputs.text("orderNumber", Once.set("orderNumber", orderNumber, value), MAX_ID);
      return this;
    }

    /** Sets the shop's customer id, at least 1; default: a guest. */
    public Builder customerId(long value) {
      customerId = Inputs.customerId(Once.set("customerId", customerId, value));
      return this;
    }

    /** Sets the name on the bill; default: none. */
    public Builder customerName(PersonName value) {
      customerName = Once.set("customerName", customerName, value);
      return this;
    }

    /** Sets the shop's status, with or without {@code wc-}; default: {@code completed}. */
    public Builder status(String value) {
      status = canonicalStatus(Once.set("status", status, value));
      return this;
    }

    /** Sets the currency; required. */
    public Builder currency(Currency value) {
      currency = Once.set("currency", currency, value);
      return this;
    }

    /** Sets what was charged; default: the sum of the lines, HALF_UP to the currency's decimals. */
    public Builder total(BigDecimal value) {
      total = Inputs.amount("total", Once.set("total", total, value));
      return this;
    }

    /** Sets what was paid back; default: nothing. */
    public Builder refunded(BigDecimal value) {
      refunded = Inputs.amount("refunded", Once.set("refunded", refunded, value));
      return this;
    }

    /** Sets what was bought; default: no lines. */
    public Builder lines(List<OrderLine> value) {
      lines = Inputs.list("lines", Once.set("lines", lines, value));
      return this;
    }

    /**
     * Returns the order.
     *
     * @throws InvalidInputException naming the component that is missing or outside its range
     */
    public Order build() {
      Currency paidIn = Inputs.required("currency", currency);
      List<OrderLine> bought = lines == null ? List.of() : lines;
      return new Order(
          orderId,
          orderNumber == null ? orderId : orderNumber,
          customer,
          customerId,
          customerName,
          orderedAt,
          status == null ? "completed" : status,
          paidIn,
          total == null ? sumOf(bought, Inputs.decimals("currency", paidIn)) : total,
          refunded == null ? BigDecimal.ZERO : refunded,
          bought);
    }

    private static BigDecimal sumOf(List<OrderLine> lines, int decimals) {
      return lines.stream()
          .map(OrderLine::amount)
          .reduce(BigDecimal.ZERO, BigDecimal::add)
          .setScale(decimals, RoundingMode.HALF_UP);
    }
  }
}
