package dev.customerintelligence.storage.mysql;

import com.google.common.collect.Lists;
import com.google.common.hash.Hashing;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.identity.TombstoneHasher;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who may be written about, and what a write locks: so that no write that began before an erasure
 * ends after it, and that of any number of writers one makes a device or an offer.
 *
 * <p>The shop's tables have no unique key for a device and may hold duplicates already; they may
 * not be altered either. So the lock is on rows of a table of the library's own, {@code ci_locks},
 * which nobody changes: a row lock ends with its transaction, whatever becomes of the connection,
 * takes part in the server's deadlock detection and passes through any pooler. GET_LOCK does none
 * of this: it belongs to the session, has to be released by hand after the commit, and is lost when
 * a proxy hands the session on. A locking read of the shop's own rows would not do, as a row that
 * is not there yet cannot be locked under READ COMMITTED, and under REPEATABLE READ the lock on the
 * gap does not keep two writers apart: they deadlock.
 *
 * <p>A write about one person locks a bucket of single writes alone; a batch shares buckets of
 * batches, so that a long one does not hold a visitor up; an erasure takes both alone. The buckets
 * are few, so that a batch about thousands of people needs no more locks than that. One write takes
 * none: a visit that is counted on a row of the person's, which makes no row, and which an erasure
 * keeps out by holding these rows.
 */
final class People {
  /** An address as rows spell it, in any case, compared exactly: accents count. */
  static final String EXACT = "LOWER(CONVERT(customer_email USING utf8mb4)) COLLATE utf8mb4_bin";

  /** Finds a customer's rows by index, then keeps those that are no other spelling's. */
  static final String IS_CUSTOMER = "customer_email = :email AND " + EXACT + " = :email";

  /** Whether a person was erased, by the tombstones that they may have. */
  static final String IS_ERASED = "EXISTS (SELECT 1 FROM {tombstones} WHERE hash IN ({keys}))";

  static final int BATCH_BUCKETS = 256;
  static final int SINGLE_BUCKETS = 1024;

  private static final String LOCK =
      "SELECT bucket FROM {locks} FORCE INDEX (PRIMARY) WHERE bucket IN ({keys})"
          + " ORDER BY bucket ";
  private static final String LOCK_ALONE = LOCK + "FOR UPDATE";

  /** MySQL's FOR SHARE is unknown to MariaDB; this both know. */
  private static final String LOCK_SHARED = LOCK + "LOCK IN SHARE MODE";

  private static final String TOMBSTONES =
      """
      SELECT UTC_TIMESTAMP() AS server_now, t.hash
      FROM (SELECT 1 AS one) always LEFT JOIN {tombstones} t ON t.hash IN ({keys})
      """;

  /**
   * What is known behind the lock.
   *
   * @param erased whom nothing may be written about
   * @param now the server's time
   */
  record Entered(Set<EmailAddress> erased, Instant now) {}

  private record Found(Instant now, @Nullable String hash) {}

  private final Database database;
  private final TombstoneHasher tombstones;

  People(Database database, TombstoneHasher tombstones) {
    this.database = database;
    this.tombstones = tombstones;
  }

  /**
   * Locks a person for one write, against every other single write and any erasure. The caller asks
   * behind the lock whether the person was erased, by {@link #IS_ERASED}, with what else it asks.
   */
  void alone(Handle handle, EmailAddress customer) {
    lock(handle, List.of(singleBucket(customer)), LOCK_ALONE);
  }

  /** Locks these people for a batch, against any erasure. */
  Entered together(Handle handle, Collection<EmailAddress> customers) {
    lock(handle, customers.stream().map(People::batchBucket).toList(), LOCK_SHARED);
    return entered(handle, customers);
  }

  /** Locks a person against every write. */
  void lockOut(Handle handle, EmailAddress person) {
    lock(handle, List.of(batchBucket(person), singleBucket(person)), LOCK_ALONE);
  }

  /** The tombstones that a person may have, under the current key and older ones. */
  List<String> tombstonesOf(EmailAddress customer) {
    return Lists.transform(tombstones.all(customer), Tombstone::value);
  }

  Tombstone tombstone(EmailAddress customer) {
    return tombstones.current(customer);
  }

  private void lock(Handle handle, List<Integer> buckets, String statement) {
    List<Integer> distinct = buckets.stream().distinct().sorted().toList();
    if (distinct.isEmpty()) {
      return;
    }
    int locked =
        Jdbc.query(
                handle.getConnection(),
                Jdbc.withKeys(database.sql(statement), distinct.size()),
                row -> row.getInt(1),
                distinct.toArray())
            .size();
    if (locked < distinct.size()) {
      throw new StorageFailedException(
          "Table "
              + database.tables().named(Tables.LOCKS)
              + " lacks rows, so that nothing would be locked; migrationScript() shows them",
          null);
    }
  }

  private Entered entered(Handle handle, Collection<EmailAddress> customers) {
    Map<String, EmailAddress> byHash = new HashMap<>();
    for (EmailAddress customer : customers) {
      for (String hash : tombstonesOf(customer)) {
        byHash.put(hash, customer);
      }
    }
    List<Found> found =
        Jdbc.query(
            handle.getConnection(),
            Jdbc.withKeys(database.sql(TOMBSTONES), byHash.size()),
            row -> new Found(SiteTime.UTC.readPresent(row, "server_now"), row.getString("hash")),
            byHash.keySet().toArray());
    Set<EmailAddress> erased = new HashSet<>();
    for (Found one : found) {
      if (one.hash() != null) {
        erased.add(Objects.requireNonNull(byHash.get(one.hash())));
      }
    }
    return new Entered(erased, found.get(0).now());
  }

  private static int batchBucket(EmailAddress customer) {
    return Math.floorMod((int) hash(customer), BATCH_BUCKETS);
  }

  private static int singleBucket(EmailAddress customer) {
    return BATCH_BUCKETS + Math.floorMod((int) (hash(customer) >>> 32), SINGLE_BUCKETS);
  }

  private static long hash(EmailAddress customer) {
    return Hashing.murmur3_128().hashString(customer.value(), StandardCharsets.UTF_8).asLong();
  }
}
