package dev.customerintelligence.sync;

import static dev.customerintelligence.sync.SyncTable.OFFERS;
import static dev.customerintelligence.sync.SyncTable.PROFILES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.TestClock;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import dev.customerintelligence.sync.Shaky.Fate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories of a source and of the processes that follow it: writes, late commits, equal
 * moments, a clock that is set, deletions, restores, two syncs at once, and kills at every step.
 */
class SyncModelTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration OVERLAP = Duration.ofSeconds(30);
  private static final SyncPolicy POLICY =
      SyncPolicy.defaults()
          .withBatch(3)
          .withTolerance(Duration.ofSeconds(2), OVERLAP)
          .withWaits(Duration.ofNanos(1), Duration.ofNanos(2), Duration.ofMinutes(1));

  private static final List<Fate> MISFORTUNES =
      List.of(Fate.KILLED_BEFORE, Fate.KILLED_AFTER, Fate.AWAY_BEFORE, Fate.AWAY_AFTER);

  static LongStream seeds() {
    return LongStream.range(0, 400);
  }

  /** One history. */
  private static final class History {
    final Random random;
    final SimulatedSource source = new SimulatedSource();
    final InMemoryStorage store =
        new InMemoryStorage(
            new TombstoneHasher(
                HashKey.of("test", "a secret for tests".repeat(3).getBytes(StandardCharsets.UTF_8)),
                List.of()),
            new TestClock(NOW));
    final SyncTarget target = store.syncTarget().orElseThrow();
    final Set<EmailAddress> erased = new HashSet<>();
    final Map<EmailAddress, PersonName> names = new HashMap<>();
    boolean steady;
    int fragile;

    History(long seed) {
      random = new Random(seed);
    }

    EmailAddress customer() {
      return EmailAddress.of("c" + random.nextInt(12) + "@example.com");
    }

    Fate fate() {
      if (steady) {
        return Fate.GOOD;
      }
      int chance = random.nextInt(60);
      return chance < MISFORTUNES.size() ? MISFORTUNES.get(chance) : Fate.GOOD;
    }

    SyncService service(SyncTarget followed) {
      return new SyncService(
          Shaky.port(SyncSource.class, source, this::fate),
          Shaky.port(SyncTarget.class, followed, this::fate),
          customers -> {
            Map<EmailAddress, PersonName> known = new HashMap<>();
            for (EmailAddress customer : customers) {
              if (names.containsKey(customer)) {
                known.put(customer, names.get(customer));
              }
            }
            return known;
          },
          POLICY,
          event -> {},
          new TestClock(NOW));
    }

    /** Lets another sync run in the middle of a batch. */
    SyncTarget contended() {
      return Shaky.port(
          SyncTarget.class,
          target,
          () -> {
            if (!steady && random.nextInt(20) == 0) {
              guarded(service(target)::catchUp);
            }
            return Fate.GOOD;
          });
    }

    void guarded(Runnable process) {
      try {
        process.run();
      } catch (Shaky.Killed killed) {
        // The next process begins where this one was.
      }
    }

    void write(Duration longestCommit) {
      SyncTable table = random.nextBoolean() ? PROFILES : OFFERS;
      List<Long> known = new ArrayList<>(source.table(table).keySet());
      Long number =
          known.isEmpty() || random.nextInt(3) == 0
              ? null
              : known.get(random.nextInt(known.size()));
      Duration commitsIn =
          Duration.ofMillis((long) (random.nextDouble() * longestCommit.toMillis()));
      EmailAddress before = number == null ? null : source.table(table).get(number).customer();
      EmailAddress customer = customer();
      if (number == null && random.nextInt(6) == 0) {
        customer = EmailAddress.of("fragile" + ++fragile + "@example.com");
      } else if (before != null && (isFragile(before) || random.nextInt(10) != 0)) {
        customer = before;
      }
      boolean readable = !isFragile(customer) || random.nextBoolean();
      source.write(table, number, customer, random.nextInt(1000), readable, commitsIn);
    }

    /** Only these customers' rows break, so that what the target keeps of them is plain. */
    private static boolean isFragile(EmailAddress customer) {
      return customer.value().startsWith("fragile");
    }

    void delete() {
      SyncTable table = random.nextBoolean() ? PROFILES : OFFERS;
      List<Long> known = new ArrayList<>(source.table(table).keySet());
      if (!known.isEmpty()) {
        source.delete(table, known.get(random.nextInt(known.size())), Duration.ZERO);
      }
    }

    void process() {
      SyncService service = service(contended());
      switch (random.nextInt(6)) {
        case 0 -> guarded(service::runOnce);
        case 1 -> guarded(service::repair);
        case 2 -> guarded(() -> service.syncCustomer(customer()));
        case 3 -> guarded(() -> service.verify(Verification.Depth.CHECKSUMS));
        default -> guarded(service::catchUp);
      }
    }

    void meddle() {
      EmailAddress customer = customer();
      switch (random.nextInt(5)) {
        case 0 -> {
          store.privacy().erase(customer, NOW);
          erased.add(customer);
        }
        case 1 -> {
          store.privacy().release(customer, NOW);
          erased.remove(customer);
        }
        case 2 ->
            store.profiles().save(List.of(SimulatedSource.profile(customer, random.nextInt(1000))));
        case 3 -> store.offers().create(SimulatedSource.offer(1, customer, 7).made());
        default -> names.put(customer, new PersonName("First " + random.nextInt(100), null));
      }
    }

    Map<String, CustomerProfile> heldProfiles() {
      Map<String, CustomerProfile> held = new TreeMap<>();
      store
          .profiles()
          .after(null, 1000)
          .forEach(profile -> held.put(profile.customer().value(), nameless(profile)));
      return held;
    }

    Map<String, CustomerProfile> expectedProfiles() {
      Map<String, CustomerProfile> expected = new TreeMap<>();
      for (SourceRow row : source.expected(PROFILES).values()) {
        CustomerProfile profile = ((SourceRow.Profile) row).profile();
        if (!erased.contains(profile.customer())) {
          expected.put(profile.customer().value(), profile);
        }
      }
      return expected;
    }

    Map<String, BundleOffer> expectedOffers() {
      Map<String, BundleOffer> expected = new TreeMap<>();
      for (SourceRow row :
          new TargetRows(source.name(), customers -> Map.of())
              .of(List.copyOf(source.expected(OFFERS).values()))) {
        BundleOffer offer = ((SourceRow.Offer) row).offer();
        if (!erased.contains(offer.made().customer())) {
          expected.put(offer.id().value(), offer);
        }
      }
      return expected;
    }

    Map<String, BundleOffer> heldOffers() {
      Map<String, BundleOffer> held = new TreeMap<>();
      Set<EmailAddress> customers = new HashSet<>();
      source.table(OFFERS).values().forEach(row -> customers.add(row.customer()));
      for (int i = 0; i < 12; i++) {
        customers.add(EmailAddress.of("c" + i + "@example.com"));
      }
      for (EmailAddress customer : customers) {
        store
            .offers()
            .newestOf(customer, 1000)
            .forEach(offer -> held.put(offer.id().value(), offer));
      }
      return held;
    }

    /** Of a row that cannot be read any more the target keeps what it was before. */
    void assertInStep() {
      Map<String, CustomerProfile> profiles = heldProfiles();
      Map<String, BundleOffer> offers = heldOffers();
      Map<String, CustomerProfile> expectedProfiles = expectedProfiles();
      source
          .table(PROFILES)
          .values()
          .forEach(
              row -> {
                if (!row.readable()) {
                  profiles.remove(row.customer().value());
                  expectedProfiles.remove(row.customer().value());
                }
              });
      source
          .table(OFFERS)
          .forEach(
              (number, row) -> {
                if (!row.readable()) {
                  offers.remove(targetId(number, row));
                }
              });
      assertThat(profiles).isEqualTo(expectedProfiles);
      assertThat(offers).isEqualTo(expectedOffers());
    }

    private String targetId(long number, SimulatedSource.Row row) {
      SourceRow offer =
          new SourceRow.Offer(
              number, NOW, 0, SimulatedSource.offer(number, row.customer(), row.value()));
      SourceRow translated =
          new TargetRows(source.name(), customers -> Map.of()).of(List.of(offer)).get(0);
      return ((SourceRow.Offer) translated).offer().id().value();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverHappensTheTargetIsWhatTheSourceSaysInTheEnd(long seed) {
    History history = new History(seed);
    for (int step = 0; step < 120; step++) {
      int what = history.random.nextInt(20);
      if (what < 9) {
        history.write(Duration.ofMinutes(history.random.nextInt(5)));
      } else if (what < 11) {
        history.delete();
      } else if (what < 12) {
        history.meddle();
      } else if (what < 13) {
        history.source.skew(Duration.ofSeconds(history.random.nextInt(7200) - 3600));
      } else if (what < 16) {
        history.source.pass(Duration.ofMillis(history.random.nextInt(20_000)));
      } else {
        history.process();
      }
    }
    history.steady = true;
    history.source.settle();
    history.service(history.target).repair();
    history.assertInStep();
    assertOnlyTheUnkeepableIsNamed(history, Verification.Depth.CHECKSUMS);
    assertOnlyTheUnkeepableIsNamed(history, Verification.Depth.EVERY_ROW);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void followingAloneMissesNoWriteThatCommitsInTime(long seed) {
    History history = new History(seed);
    for (int step = 0; step < 120; step++) {
      int what = history.random.nextInt(20);
      if (what < 10) {
        SyncTable table = history.random.nextBoolean() ? PROFILES : OFFERS;
        int row = history.random.nextInt(12);
        Long number = history.source.table(table).containsKey(row + 1L) ? row + 1L : null;
        EmailAddress customer =
            number == null
                ? EmailAddress.of("c" + history.source.table(table).size() + "@example.com")
                : history.source.table(table).get(number).customer();
        history.source.write(
            table,
            number,
            customer,
            history.random.nextInt(1000),
            number == null ? Duration.ZERO : Duration.ofSeconds(history.random.nextInt(30)));
      } else if (what < 15) {
        history.source.pass(Duration.ofMillis(history.random.nextInt(20_000)));
      } else {
        history.guarded(history.service(history.contended())::catchUp);
      }
    }
    history.steady = true;
    history.source.pass(OVERLAP);
    history.service(history.target).catchUp();
    history.source.pass(Duration.ofSeconds(3));
    history.service(history.target).catchUp();
    history.assertInStep();
    assertThat(history.service(history.target).verify(Verification.Depth.CHECKSUMS).isClean())
        .isTrue();
  }

  /** Rows that cannot be read, of erased people, or of a customer for whom another row stands. */
  private static void assertOnlyTheUnkeepableIsNamed(History history, Verification.Depth depth) {
    Verification found = history.service(history.target).verify(depth);
    long unkeepable = 0;
    for (SyncTable table : SyncTable.IN_STEP) {
      Map<Long, SourceRow> expected = history.source.expected(table);
      unkeepable +=
          history.source.table(table).entrySet().stream()
              .filter(
                  row ->
                      !expected.containsKey(row.getKey())
                          || history.erased.contains(row.getValue().customer()))
              .count();
    }
    assertThat(found.differences()).as(found.listed().toString()).isEqualTo(unkeepable);
  }

  private static CustomerProfile nameless(CustomerProfile profile) {
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        null,
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        profile.purchases(),
        profile.recalculatedAt());
  }
}
