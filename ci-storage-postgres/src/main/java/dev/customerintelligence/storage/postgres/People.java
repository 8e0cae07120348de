package dev.customerintelligence.storage.postgres;

import com.google.common.hash.Hashing;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.identity.TombstoneHasher;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jdbi.v3.core.statement.Query;

/**
 * Who may be written about, and what a write locks, so that no write that began before an erasure
 * ends after it.
 *
 * <p>Before it reads or writes, every write about a person takes a shared lock on the person's
 * bucket, an erasure an exclusive one. The lock is a request of its own in front of the statement,
 * sent together with it: in READ COMMITTED the statement then sees what was committed while it
 * waited. The buckets are few, so that a batch about thousands of people needs no more locks than
 * the server has room for.
 */
final class People {
  /** An address as it is looked up: case does not count, and bytes compare as bytes. */
  static final String EMAIL = "(lower(customer_email) COLLATE \"C\")";

  /** Sets this library's locks apart from other users' of the database. */
  static final int LOCK_CLASS =
      Hashing.murmur3_32_fixed()
          .hashString("dev.customerintelligence", StandardCharsets.UTF_8)
          .asInt();

  /** Locks the bucket {@code ?} for writing about its people. */
  static final String LOCK_ONE = "SELECT pg_advisory_xact_lock_shared(" + LOCK_CLASS + ", ?);\n";

  /** Locks the buckets {@code :buckets} for writing about their people. */
  static final String LOCK =
      "SELECT count(pg_advisory_xact_lock_shared("
          + LOCK_CLASS
          + ", bucket))"
          + " FROM unnest(:buckets) AS bucket;\n";

  /** Locks the bucket {@code :bucket} against every write about its people. */
  static final String LOCK_OUT = "SELECT count(pg_advisory_xact_lock(" + LOCK_CLASS + ", :bucket))";

  private static final int BUCKETS = 64;

  private final TombstoneHasher tombstones;

  People(TombstoneHasher tombstones) {
    this.tombstones = tombstones;
  }

  /** Binds what {@link #LOCK} needs. */
  static Query lock(Query query, Collection<EmailAddress> customers) {
    return query.bindArray(
        "buckets",
        Integer.class,
        customers.stream().map(People::bucket).distinct().sorted().toArray());
  }

  static int bucket(EmailAddress customer) {
    return Math.floorMod((int) hash(customer), BUCKETS);
  }

  /** A number for the lock of one person; two people may share one. */
  static long hash(EmailAddress customer) {
    return Hashing.murmur3_128().hashString(customer.value(), StandardCharsets.UTF_8).asLong();
  }

  /** The tombstones that a person may have, under the current key and older ones. */
  String[] tombstonesOf(EmailAddress customer) {
    return tombstones.all(customer).stream().map(Tombstone::value).toArray(String[]::new);
  }

  Tombstone tombstone(EmailAddress customer) {
    return tombstones.current(customer);
  }
}
