package dev.customerintelligence.storage.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.StorageFailedException;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.privacy.PersonVisitor;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.VisitSignals;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.contract.Fixtures;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the connections that the storage is lent, and of writes when they break. */
class ConnectionsTest {
  private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");

  @Test
  void everyConnectionAndStatementIsGivenBackAsItCame() throws Exception {
    Set<Object> open = ConcurrentHashMap.newKeySet();
    AtomicInteger seen = new AtomicInteger();
    try (TestSite site = TestSite.empty()) {
      site.storage().build().migrate();
      Storage storage =
          site.storage(watched(site.dataSource, open, seen)).build().open(TestSite.hasher());
      useEverything(storage);
      assertThatThrownBy(() -> storage.profiles().after(null, 0)).isNotNull();
      site.run("ALTER TABLE wp_wg_device_tracking ADD CHECK (visit_count > 5)");
      assertThatThrownBy(() -> storage.devices().record(sighting("ben")))
          .isInstanceOf(StorageFailedException.class);

      assertThat(open).isEmpty();
      assertThat(seen.get()).as("statements were watched").isGreaterThan(50);
      try (Connection connection = site.dataSource.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsMayBeWithoutAutocommit(TestServer.Driver driver) {
    try (TestSite site = TestSite.empty();
        HikariDataSource connections = TestServer.withoutAutocommit(driver)) {
      site.storage().build().migrate();
      Storage storage = site.storage(connections).build().open(TestSite.hasher());

      useEverything(storage);

      assertThat(site.value("SELECT COUNT(*) FROM wp_wg_device_tracking")).isEqualTo("0");
      assertThat(site.value("SELECT COUNT(*) FROM wp_ci_privacy_audit")).isEqualTo("1");
    }
  }

  @Test
  void sessionsThatWouldLoseCharactersAreRefused() {
    try (HikariDataSource latin =
        TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J, "SET NAMES latin1")) {
      MysqlStorage storage = MysqlStorage.on(latin).build();

      assertThatThrownBy(() -> storage.open(TestSite.hasher()))
          .isInstanceOf(StorageFailedException.class)
          .hasMessageContaining("utf8mb4");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.0.41", "5.7.44-log", "10.6.20-MariaDB", "5.5.68-MariaDB", "unknown"})
  void anOlderServerIsRefused(String version) {
    assertThatThrownBy(() -> Dialect.of(version))
        .isInstanceOf(StorageFailedException.class)
        .hasMessageContainingAll("MySQL 8.4 or MariaDB 10.11", version);
  }

  @Test
  void theDialectIsThatOfTheServerAndNotOfTheDriver() {
    assertThat(Dialect.of("8.4.3")).isEqualTo(Dialect.MYSQL);
    assertThat(Dialect.of("9.7.0-0ubuntu1")).isEqualTo(Dialect.MYSQL);
    assertThat(Dialect.of("10.11.9-MariaDB-log")).isEqualTo(Dialect.MARIADB);
    assertThat(Dialect.of("11.4.4-MariaDB")).isEqualTo(Dialect.MARIADB);
  }

  @ParameterizedTest
  @EnumSource
  void connectionsThatBreakInTheMiddleLoseNothingThatWasAcknowledged(TestServer.Driver driver)
      throws Exception {
    try (TestSite site = TestSite.empty();
        HikariDataSource connections = TestServer.dataSource(driver)) {
      site.storage().build().migrate();
      Storage storage = site.storage(connections).build().open(TestSite.hasher());
      AtomicInteger begun = new AtomicInteger();
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicInteger unknown = new AtomicInteger();
      List<Throwable> others = new CopyOnWriteArrayList<>();
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        writers.add(
            new Thread(
                () -> {
                  while (unknown.get() < 10 && begun.incrementAndGet() < 20_000) {
                    try {
                      storage.devices().record(sighting("ada"));
                      acknowledged.incrementAndGet();
                    } catch (StorageUnavailableException away) {
                      unknown.incrementAndGet();
                    } catch (RuntimeException other) {
                      others.add(other);
                    }
                  }
                }));
      }
      writers.forEach(Thread::start);
      while (writers.stream().anyMatch(Thread::isAlive)) {
        breakOneOf(site);
        Thread.sleep(5);
      }

      assertThat(others).isEmpty();
      assertThat(unknown.get()).as("writes that broke").isGreaterThanOrEqualTo(10);
      // Through other connections: the pool may hold one that was broken while it lay idle.
      assertThat(site.storage().build().open(TestSite.hasher()).devices().devicesOf(ADA, 9))
          .singleElement()
          .satisfies(
              device -> assertThat(device.visitCount()).isBetween(acknowledged.get(), begun.get()));
    }
  }

  private static void breakOneOf(TestSite site) {
    for (Map<String, Object> busy :
        site.rows(
            "SELECT id FROM information_schema.PROCESSLIST"
                + " WHERE db = DATABASE() AND id <> CONNECTION_ID() AND info LIKE '%wp_%' LIMIT 1")) {
      try {
        site.run("KILL " + busy.get("id"));
      } catch (IllegalStateException gone) {
        // It ended by itself.
      }
    }
  }

  private static Sighting sighting(String name) {
    return RowsOfOthersTest.sighting(name);
  }

  private static void useEverything(Storage storage) {
    storage.devices().record(sighting("ada"));
    storage.devices().record(sighting("ada"));
    storage
        .devices()
        .matches(
            new VisitSignals(
                sighting("ada").fingerprint(), List.of(sighting("ada").ipHash()), null, null),
            5);
    storage.devices().statistics(NOON, Duration.ofDays(90), 3);
    storage.devices().newestDevices(List.of(ADA));
    storage.devices().customersOn(sighting("ada").fingerprint(), 5);
    storage.profiles().find(ADA);
    storage.profiles().after(null, 5);
    storage
        .events()
        .append(
            List.of(BehavioralEvent.builder(UUID.randomUUID(), "t", NOON).customer(ADA).build()));
    storage.events().newestOf(ADA, 1);
    storage.events().countsByType(NOON, NOON, 5);
    OfferCreation made = storage.offers().create(Fixtures.draft(ADA, NOON));
    storage
        .offers()
        .move(
            ((OfferCreation.Created) made).offer().id(),
            new OfferStep(OfferStatus.VIEWED, NOON, null),
            BehavioralEvent.builder(UUID.randomUUID(), "t", NOON).customer(ADA).build());
    storage.offers().newestOf(ADA, 5);
    storage.offers().expireDue(NOON, 5);
    storage.analytics().topByScore(1);
    storage.analytics().offerOutcomes(NOON, NOON);
    storage.privacy().count(ADA);
    storage.privacy().read(ADA, nobodyLooks());
    storage.privacy().erase(ADA, NOON);
    storage.privacy().isErased(ADA);
    storage.privacy().newestAudits(5);
    storage.privacy().deleteDevicesNotSeenSince(NOON, 5);
    storage.privacy().deleteEventsBefore(NOON, 5);
  }

  private static PersonVisitor nobodyLooks() {
    return (PersonVisitor)
        Proxy.newProxyInstance(
            PersonVisitor.class.getClassLoader(),
            new Class<?>[] {PersonVisitor.class},
            (proxy, method, arguments) -> null);
  }

  private static DataSource watched(DataSource real, Set<Object> open, AtomicInteger seen) {
    return watching(DataSource.class, real, open, seen);
  }

  /** Wraps whatever connection or statement a call returns, until it is closed. */
  private static <T> T watching(Class<T> type, T real, Set<Object> open, AtomicInteger seen) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                open.remove(real);
              }
              Object result;
              try {
                result = method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (result instanceof Connection || result instanceof Statement) {
                if (method.getName().equals("getConnection") && !(real instanceof DataSource)) {
                  return result;
                }
                open.add(result);
                seen.incrementAndGet();
                @SuppressWarnings("unchecked")
                Class<Object> returned = (Class<Object>) method.getReturnType();
                return watching(returned, result, open, seen);
              }
              return result;
            }));
  }
}
