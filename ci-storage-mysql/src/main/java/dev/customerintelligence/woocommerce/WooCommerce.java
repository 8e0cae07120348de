package dev.customerintelligence.woocommerce;

import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.order.OrderChanges;
import dev.customerintelligence.order.OrderHistory;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the orders and products of a WooCommerce shop from its own tables, on MySQL 8.0.14 or
 * MariaDB 10.6 or newer. It writes nothing. Immutable and thread-safe.
 *
 * <p>It takes connections from the data source that it is given and gives each back after every
 * call; the data source stays the caller's. Both Connector/J and MariaDB Connector/J will do.
 *
 * <p>Orders are read from where the shop keeps them, which its option {@code
 * woocommerce_custom_orders_table_enabled} says and which is looked up at every call: in the tables
 * of high-performance order storage (HPOS), or in posts. What is read of an order:
 *
 * <ul>
 *   <li>Its customer is the canonical billing address, for guests and account holders alike:
 *       trimmed of blanks and in lower case. An order without an address, or whose address is none
 *       even then, belongs to no customer and is left out.
 *   <li>Drafts, orders in the trash, and anonymised orders are left out. All other statuses are
 *       read; which of them count is the profile policy's decision.
 *   <li>Refunds are netted: their amounts are summed into {@code refunded}, the items of their
 *       lines into the lines' {@code refundedQuantity}. An order of status {@code refunded} is
 *       refunded in full, whatever its refunds say.
 *   <li>A line's product is the product, not its variation. Its unit price is the line's total,
 *       after discounts and without tax, by its quantity. A line without a product id, which a
 *       deleted product leaves behind, has the id {@code deleted:} and the name. Of a product
 *       bundle the container counts and its items do not, as WooCommerce counts them itself.
 *   <li>It was placed at its creation date; where that is missing, at the local one, or when it was
 *       paid or completed. Totals are rounded HALF_UP to the currency's decimals.
 * </ul>
 *
 * <p>An order that cannot be read without changing its meaning, for want of a date or a currency
 * for example, is refused together with its customer; the others go on.
 *
 * <p>Costs: under HPOS a customer's orders are found by the index on the address. Posts have no
 * such index: finding one customer's orders passes over the addresses of all orders. A walk over
 * all customers passes over them once in 100,000 orders, in both.
 */
public final class WooCommerce {
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{0,40}");

  private final OrderReader orders;
  private final ShopDatabase database;
  private final InstantSource clock;

  private WooCommerce(Builder builder) {
    database =
        new ShopDatabase(builder.dataSource, builder.prefix == null ? "wp_" : builder.prefix);
    orders = new OrderReader(database, builder.zone);
    clock = builder.clock == null ? InstantSource.system() : builder.clock;
  }

  /** Starts from the defaults: prefix {@code wp_}, the shop's own time zone, the system's clock. */
  public static Builder on(DataSource dataSource) {
    return new Builder(Inputs.required("dataSource", dataSource));
  }

  /**
   * Returns the shop's orders.
   *
   * <p>A walk over all customers keeps the ids of up to 100,000 orders between two pages, for at
   * most ten minutes; a page that is asked for later, or out of sequence, costs one more pass over
   * the addresses.
   */
  public OrderHistory orderHistory() {
    return new WooCommerceOrderHistory(orders);
  }

  /**
   * Returns whose orders changed.
   *
   * <p>It goes by the dates at which orders and refunds were last updated, and reads no further
   * than 30 seconds before now. Orders without that date, orders that were deleted for good, and
   * the former customer of an order that changed hands are not seen; a walk over all customers is.
   * Under HPOS the changes are found by an index; in posts every round passes over all orders.
   */
  public OrderChanges orderChanges() {
    return new WooCommerceOrderChanges(orders);
  }

  /**
   * Returns what customers are called on their orders.
   *
   * <p>Under HPOS their orders are found by the index on the address; in posts every call passes
   * over the addresses of all orders, so that it pays to ask for many customers at once.
   */
  public CustomerNames customerNames() {
    return new WooCommerceNames(orders);
  }

  /**
   * Returns the shop's products and variations, in the shop's currency.
   *
   * <p>The price is the one that the shop would ask now: within the dates of a sale the sale price,
   * outside of them the regular one, without such dates the current price as the shop stores it.
   * Whether it includes tax is the shop's setting. A product is for sale when it is published
   * without a password, in stock or on back-order, sold by the shop itself, and has a price; a
   * product whose variations differ in price has none of its own: the lowest is told, and it is not
   * for sale. Product ids that are no numbers are not found.
   */
  public Catalogue catalogue() {
    return new ProductCatalogue(database, clock);
  }

  /** Builds a {@link WooCommerce}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private final DataSource dataSource;
    private @Nullable String prefix;
    private @Nullable ZoneId zone;
    private @Nullable InstantSource clock;

    private Builder(DataSource dataSource) {
      this.dataSource = dataSource;
    }

    /** Sets what the names of the site's tables start with: letters, digits, underscores. */
    public Builder prefix(String value) {
      prefix = Once.set("prefix", prefix, value);
      if (!PREFIX.matcher(value).matches()) {
        throw new InvalidInputException(
            "prefix", "must be letters, digits and underscores, at most 40");
      }
      return this;
    }

    /** Sets the zone of the site's local dates; default: the one that the shop's options name. */
    public Builder zone(ZoneId value) {
      zone = Once.set("zone", zone, value);
      return this;
    }

    /** Sets the clock by which sales start and end; default: the system's. */
    public Builder clock(InstantSource value) {
      clock = Once.set("clock", clock, value);
      return this;
    }

    /** Returns the shop; nothing is read yet. */
    public WooCommerce build() {
      return new WooCommerce(this);
    }
  }
}
