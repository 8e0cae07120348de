package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.identity.EmailAddress;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of the UCI Online Retail data set (Chen, Sain and Guo 2012, doi:10.1057/dbm.2012.17).
 *
 * <p>Left out and counted, each row for the first reason that holds: cancelled invoices, rows
 * without a customer, rows without a positive quantity, rows without a positive price.
 */
final class OnlineRetailFormat implements RowFormat {
  static final String CANCELLED = "of a cancelled invoice (number starts with C)";
  static final String NO_CUSTOMER = "without a customer";
  static final String NO_QUANTITY = "with a quantity of 0 or less";
  static final String NO_PRICE = "with a price of 0 or less";

  private static final Currency POUND = Currency.getInstance("GBP");

  /** The file writes customer 17850 as 17850.0. */
  private static final Pattern CUSTOMER_ID = Pattern.compile("([1-9][0-9]{0,17})(\\.0+)?");

  @Override
  public String title() {
    return "UCI Online Retail";
  }

  @Override
  public List<String> columns() {
    return List.of(
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID");
  }

  @Override
  public Map<String, String> columnsOfFields() {
    return Map.of(
        "orderId", "InvoiceNo",
        "orderNumber", "InvoiceNo",
        "email", "CustomerID",
        "customerId", "CustomerID",
        "orderedAt", "InvoiceDate",
        "productId", "StockCode",
        "productName", "Description",
        "quantity", "Quantity",
        "unitPrice", "UnitPrice");
  }

  @Override
  public Currency currency() {
    return POUND;
  }

  @Override
  public void take(Row row, OrderAssembler orders) throws BadRowException {
    String invoice = row.required("InvoiceNo");
    if (invoice.startsWith("C")) {
      orders.leaveOut(CANCELLED);
      return;
    }
    String customer = row.optional("CustomerID");
    if (customer == null) {
      orders.leaveOut(NO_CUSTOMER);
      return;
    }
    int quantity = row.wholeNumber("Quantity");
    if (quantity <= 0) {
      orders.leaveOut(NO_QUANTITY);
      return;
    }
    BigDecimal price = row.decimal("UnitPrice");
    if (price.signum() <= 0) {
      orders.leaveOut(NO_PRICE);
      return;
    }
    long customerId = customerId(customer);
    EmailAddress email = orders.customer("customer-" + customerId + "@example.com");
    Optional<OrderHead> earlier = orders.headOf(invoice);
    if (earlier.isPresent() && !earlier.get().customer().equals(email)) {
      throw new BadRowException("CustomerID", "must be the same in all rows of one invoice");
    }
    String stockCode = row.required("StockCode");
    orders.add(
        new OrderHead(
            invoice, invoice, email, customerId, orders.moment(row, "InvoiceDate"), "completed"),
        orders.line(
            stockCode,
            Objects.requireNonNullElse(row.optional("Description"), stockCode),
            null,
            quantity,
            price),
        row.line());
  }

  private static long customerId(String text) throws BadRowException {
    Matcher matcher = CUSTOMER_ID.matcher(text);
    if (!matcher.matches()) {
      throw new BadRowException("CustomerID", "must be a number such as 17850.0");
    }
    return Long.parseLong(matcher.group(1));
  }
}
