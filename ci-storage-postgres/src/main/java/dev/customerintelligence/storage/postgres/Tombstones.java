package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.identity.EmailAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Finds out who of many was erased. */
final class Tombstones {
  private static final String FIND =
      People.LOCK + "SELECT hash FROM {schema}.ci_tombstones WHERE hash = ANY(:hashes)";

  private final Database database;
  private final People people;

  Tombstones(Database database, People people) {
    this.database = database;
    this.people = people;
  }

  /** Locks these people for writing until the transaction ends; returns those who were erased. */
  Set<EmailAddress> lockAndFindErased(Handle handle, Collection<EmailAddress> customers) {
    Map<String, EmailAddress> byHash = new HashMap<>();
    for (EmailAddress customer : customers) {
      for (String hash : people.tombstonesOf(customer)) {
        byHash.put(hash, customer);
      }
    }
    return People.lock(handle.createQuery(database.sql(FIND)), customers)
        .bindArray("hashes", String.class, byHash.keySet().toArray())
        .execute(AfterLock.rows(row -> row.getString("hash")))
        .stream()
        .map(byHash::get)
        .collect(Collectors.toSet());
  }
}
