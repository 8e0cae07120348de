package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.benchmarks.server.DatabaseShop;
import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.order.ProductId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Making and moving offers, beside bare statements. */
@Section(
    order = 60,
    title = "Create and move offers",
    text =
        "OfferStore.create for a customer without an open offer, beside a bare INSERT; and"
            + " OfferStore.move to viewed with its event, beside a bare UPDATE by id and INSERT of"
            + " the event in one transaction. The bare statements look neither for an open offer"
            + " nor for tombstones, nor at the status before. And beside create, what keeps a second"
            + " offer out, in bare statements too: a lock, the tombstones, the open offers, the"
            + " INSERT, on Postgres in one request and on MySQL and MariaDB one after the other in"
            + " one transaction; and SELECT 1 as often as create"
            + " sends requests: once on Postgres, seven times on MySQL and MariaDB.")
@Ratio(says = "create / bare insert", of = "create", by = "bareCreate", atMost = 1.3)
@Ratio(says = "create / the same in bare statements", of = "create", by = "guardedCreate")
@Ratio(says = "the same in bare statements / bare insert", of = "guardedCreate", by = "bareCreate")
@Ratio(says = "create's requests, empty / bare insert", of = "emptyRequests", by = "bareCreate")
@Ratio(says = "move / bare update and insert", of = "move", by = "bareMove", atMost = 1.3)
@Found({
  "On Postgres a plan showed that making an offer went through all open offers of the shop: where the"
      + " server does not know how rare an address is, it prefers the index of their moments. The"
      + " look-up by address is fenced off now, and on MySQL its index is named.",
  "On Postgres the server's log of durations showed that moving an offer was planned anew each time,"
      + " which took longer than doing it: the server took the arrays with the event for long ones."
      + " It is told of one row now, keeps the plan, and a test holds it to that.",
  "On Postgres making an offer is bound without JDBI, as tracking is, for the same reason.",
  "On MySQL and MariaDB an offer that was made was read back, the number of an event that was"
      + " written was asked for, and ids that an emptied table had left were looked for each time."
      + " Offer and number come with the answer to the INSERT now, and ids that are left are deleted"
      + " when a new event meets them.",
  "On MySQL and MariaDB offers, their moves and sightings are bound without JDBI now, and the look for"
      + " tombstones and for an open offer is one request instead of two. As a join of one row it"
      + " took MariaDB longer than both, since it sorted into a table; they are two selects in one.",
  "The target is wrong for making an offer: the bare statement may make a second open offer, or one"
      + " of somebody whose erasure has just ended, as the document's tables have no key against"
      + " either. To keep both out takes a lock and two look-ups; on Postgres they are in the one"
      + " request, on MySQL and MariaDB they make it a transaction of seven requests, which cost"
      + " more than the bare insert even when they ask for nothing. What the library adds is seen"
      + " beside bare statements that keep both out too.",
  "For moving one on MySQL and MariaDB it is wrong likewise: the row is read under a lock first, so"
      + " that of two answers one wins and the other is told, and the event's own id is looked for and"
      + " stored in a table beside, as the document's has no column for it: nine requests, where"
      + " the bare statements take five."
})
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChangeOffers {
  private static final int MYSQL_REQUESTS = 7;
  private static final BigDecimal PRICE = new BigDecimal("14.95");
  static final String INTO =
      """
      INSERT INTO {offers}
        (customer_id, customer_email, bundle_products, total_quantity, base_price, discount_amount,
         final_price, bonus_points, trigger_reason, status, offered_at, expires_at)
      """;
  static final String VALUES =
      "?, ?, {json}, 5, 74.75, 10.47, 64.28, 80, 'prime_window', 'pending', {at}, {at}";
  private static final String INSERT = INTO + "VALUES (" + VALUES + ")";
  private static final String UPDATE =
      "UPDATE {offers} SET status = 'viewed', viewed_at = ? WHERE id = {id}";
  private static final String INSERT_EVENT =
      """
      INSERT INTO {events} (customer_id, customer_email, event_type, event_data, {time})
      VALUES (?, ?, 'bundle_viewed', {json}, ?)
      """;

  private static final Statements ON_POSTGRES =
      new Statements(
          ofPostgres(INSERT),
          UPDATE.replace("{id}", "?::uuid"),
          ofPostgres(INSERT_EVENT.replace("{time}", "created_at")));
  private static final Statements ON_MYSQL =
      new Statements(
          ofMysql(INSERT),
          UPDATE.replace("{id}", "?"),
          ofMysql(INSERT_EVENT.replace("{time}", "`timestamp`")));

  private record Statements(String insert, String update, String insertEvent) {
    static Statements of(DatabaseShop shop) {
      return shop.store.isMysql() ? ON_MYSQL : ON_POSTGRES;
    }
  }

  static String ofPostgres(String statement) {
    return statement.replace("{json}", "?::jsonb").replace("{at}", "?::timestamp");
  }

  static String ofMysql(String statement) {
    return statement.replace("{json}", "?").replace("{at}", "?");
  }

  /** The next draft. */
  @State(Scope.Benchmark)
  public static class Draft {
    private int number = unused();
    private OfferDraft draft = draft(0);

    /** Makes the next draft, of a customer who has no offer yet. */
    @Setup(Level.Invocation)
    public void next() {
      draft = draft(number++);
    }

    /** No trial makes sixteen offers in each millisecond, nor a run last for eighteen hours. */
    static int unused() {
      return (int) (System.currentTimeMillis() * 16 & (1 << 30) - 1);
    }

    static OfferDraft draft(int number) {
      Instant at = Population.NOW.plusSeconds(number % 1000);
      return new OfferDraft(
          Population.email(number),
          number + 1L,
          List.of(line(44, "Full Moon", 3), line(38, "Blossom Drip", 2)),
          new BundlePrice(
              new BigDecimal("74.75"), new BigDecimal("10.47"), new BigDecimal("64.28"), 80),
          "prime_window",
          null,
          at,
          at.plus(Duration.ofDays(7)));
    }

    private static BundleLine line(long product, String name, int quantity) {
      return new BundleLine(
          ProductId.of(product),
          name,
          "product-" + product,
          quantity,
          PRICE,
          PRICE.multiply(BigDecimal.valueOf(quantity)),
          JsonObject.empty());
    }
  }

  /** An offer that is pending. */
  @State(Scope.Benchmark)
  public static class Pending {
    private int number = Draft.unused() | 1 << 30;
    private OfferDraft draft = Draft.draft(0);
    private OfferId id = new OfferId("0");

    /** Makes the next offer. */
    @Setup(Level.Invocation)
    public void next(DatabaseShop shop) throws SQLException {
      draft = Draft.draft(number++);
      id = new OfferId(insert(shop, draft));
    }
  }

  /** Makes an offer. */
  @Benchmark
  public OfferCreation create(DatabaseShop shop, Draft next) {
    OfferCreation creation = shop.storage().offers().create(next.draft);
    if (!(creation instanceof OfferCreation.Created)) {
      throw new IllegalStateException("Not made: " + creation);
    }
    return creation;
  }

  /** Writes the same row. */
  @Benchmark
  public String bareCreate(DatabaseShop shop, Draft next) throws SQLException {
    return insert(shop, next.draft);
  }

  /** Writes the same row if nothing is in its way, as create does. */
  @Benchmark
  public String guardedCreate(DatabaseShop shop, Draft next) throws SQLException {
    return GuardedInsert.run(shop, next.draft, next.number);
  }

  /** Asks for nothing, as often as making an offer asks. */
  @Benchmark
  public int emptyRequests(DatabaseShop shop) throws SQLException {
    int sum = shop.selectOne();
    for (int more = 1; shop.store.isMysql() && more < MYSQL_REQUESTS; more++) {
      sum += shop.selectOne();
    }
    return sum;
  }

  /** Moves an offer. */
  @Benchmark
  public OfferMove move(DatabaseShop shop, Pending pending) {
    Instant at = pending.draft.offeredAt().plusSeconds(60);
    BehavioralEvent event =
        BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", at)
            .customer(pending.draft.customer())
            .data(JsonObject.parse("{\"status\":\"viewed\"}"))
            .build();
    OfferMove move =
        shop.storage()
            .offers()
            .move(pending.id, new OfferStep(OfferStatus.VIEWED, at, null), event);
    if (!(move instanceof OfferMove.Moved)) {
      throw new IllegalStateException("Not moved: " + move);
    }
    return move;
  }

  /** Writes the same rows. */
  @Benchmark
  public int bareMove(DatabaseShop shop, Pending pending) throws SQLException {
    Statements statements = Statements.of(shop);
    Object at = time(pending.draft.offeredAt().plusSeconds(60));
    try (Connection connection = shop.pool().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement first = connection.prepareStatement(shop.sql(statements.update()));
          PreparedStatement second =
              connection.prepareStatement(shop.sql(statements.insertEvent()))) {
        first.setObject(1, at);
        first.setString(2, pending.id.value());
        second.setLong(1, pending.number);
        second.setString(2, pending.draft.customer().value());
        second.setString(3, "{\"status\":\"viewed\"}");
        second.setObject(4, at);
        int rows = first.executeUpdate() + second.executeUpdate();
        connection.commit();
        return rows;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static String insert(DatabaseShop shop, OfferDraft draft) throws SQLException {
    try (Connection connection = shop.pool().getConnection()) {
      return insert(connection, shop, draft);
    }
  }

  static String insert(Connection connection, DatabaseShop shop, OfferDraft draft)
      throws SQLException {
    String insert = shop.sql(Statements.of(shop).insert());
    try (PreparedStatement statement = connection.prepareStatement(insert, new String[] {"id"})) {
      bind(statement, 1, draft);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getString(1);
      }
    }
  }

  /** Binds the five values of {@link #VALUES}. */
  static void bind(PreparedStatement statement, int first, OfferDraft draft) throws SQLException {
    statement.setLong(first, draft.customerId() == null ? 0 : draft.customerId());
    statement.setString(first + 1, draft.customer().value());
    statement.setString(first + 2, BundleLinesJson.write(draft.lines()));
    statement.setObject(first + 3, time(draft.offeredAt()));
    statement.setObject(first + 4, time(draft.expiresAt()));
  }

  static LocalDateTime time(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }
}
