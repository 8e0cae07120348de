package dev.customerintelligence.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.sync.RangeChecksum;
import dev.customerintelligence.sync.RowChecksum;
import dev.customerintelligence.sync.SkippedRow;
import dev.customerintelligence.sync.SourceRow;
import dev.customerintelligence.sync.SyncBatch;
import dev.customerintelligence.sync.SyncBatch.Guard;
import dev.customerintelligence.sync.SyncBatch.Move;
import dev.customerintelligence.sync.SyncCheckpoint;
import dev.customerintelligence.sync.SyncOutcome;
import dev.customerintelligence.sync.SyncOutcome.Applied;
import dev.customerintelligence.sync.SyncPosition;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTable;
import dev.customerintelligence.sync.SyncTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a storage promises to those who follow it, and of those whom it follows. */
public abstract class SyncContract extends StorageContract {
  private static final Instant AT = Instant.parse("2026-02-01T10:00:00Z");

  /** For the subclasses. */
  protected SyncContract() {}

  /** Returns whether other storages can follow this one. */
  protected abstract boolean canBeFollowed();

  /** Returns whether this storage can follow others. */
  protected abstract boolean canFollow();

  private final String name = "test " + UUID.randomUUID();

  private SyncSource source() {
    assumeTrue(canBeFollowed(), "nobody follows this storage");
    return storage().syncSource().orElseThrow();
  }

  private SyncTarget target() {
    assumeTrue(canFollow(), "this storage follows nobody");
    return storage().syncTarget().orElseThrow();
  }

  @Test
  void offersThePortsThatItSays() {
    assertThat(storage().syncSource().isPresent()).isEqualTo(canBeFollowed());
    assertThat(storage().syncTarget().isPresent()).isEqualTo(canFollow());
  }

  @Test
  void tellsAProfileThatWasSaved() {
    SyncSource source = source();
    EmailAddress customer = Fixtures.customer("told");
    CustomerProfile profile = Fixtures.fullProfile(customer, AT);
    profiles().save(List.of(profile));
    SourceRow row = onlyRowOf(source, SyncTable.PROFILES, customer);
    assertThat(((SourceRow.Profile) row).profile()).isEqualTo(profile);
    assertThat(row.changedAt()).isBeforeOrEqualTo(source.now().plusSeconds(1));
    assertThat(changes(source, SyncTable.PROFILES)).contains(row);
    assertThat(source.rows(SyncTable.PROFILES, List.of(row.number(), 1L << 40)))
        .containsExactly(row);
    assertThat(source.lastNumber(SyncTable.PROFILES)).isGreaterThanOrEqualTo(row.number());
    assertThat(source.rowsAfter(SyncTable.PROFILES, row.number() - 1, 1)).containsExactly(row);
  }

  @Test
  void tellsAnOfferAndEachStepOfIt() {
    SyncSource source = source();
    EmailAddress customer = Fixtures.customer("told");
    BundleOffer offer = Fixtures.made(offers(), Fixtures.draft(customer, AT));
    SourceRow before = onlyRowOf(source, SyncTable.OFFERS, customer);
    offers().move(offer.id(), new OfferStep(OfferStatus.VIEWED, AT.plusSeconds(60), null), null);
    SourceRow after = onlyRowOf(source, SyncTable.OFFERS, customer);
    assertThat(((SourceRow.Offer) after).offer())
        .isEqualTo(offers().find(offer.id()).orElseThrow());
    assertThat(after.number()).isEqualTo(before.number());
    assertThat(after.checksum()).isNotEqualTo(before.checksum());
    assertThat(changes(source, SyncTable.OFFERS)).contains(after).doesNotContain(before);
  }

  @Test
  void givesTheSameContentTheSameChecksum() {
    SyncSource source = source();
    EmailAddress customer = Fixtures.customer("same");
    CustomerProfile profile = Fixtures.fullProfile(customer, AT);
    profiles().save(List.of(profile));
    long checksum = onlyRowOf(source, SyncTable.PROFILES, customer).checksum();
    profiles().save(List.of(profile));
    assertThat(onlyRowOf(source, SyncTable.PROFILES, customer).checksum()).isEqualTo(checksum);
    profiles().save(List.of(Fixtures.withCustomerId(profile, 77L)));
    assertThat(onlyRowOf(source, SyncTable.PROFILES, customer).checksum()).isNotEqualTo(checksum);
  }

  @Test
  void sumsUpRangesOfRows() {
    SyncSource source = source();
    List<SourceRow> rows = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      EmailAddress customer = Fixtures.customer("range" + i);
      profiles().save(List.of(Fixtures.fullProfile(customer, AT)));
      rows.add(onlyRowOf(source, SyncTable.PROFILES, customer));
    }
    assertSums(
        rows.stream().map(row -> new RowChecksum(row.number(), row.checksum())).toList(),
        (from, to) -> source.rowChecksums(SyncTable.PROFILES, from, to, 100),
        (from, to, width) -> source.checksums(SyncTable.PROFILES, from, to, width));
  }

  @Test
  void tellsNothingOfAnErasedPerson() {
    SyncSource source = source();
    EmailAddress customer = Fixtures.customer("erased");
    profiles().save(List.of(Fixtures.fullProfile(customer, AT)));
    SourceRow row = onlyRowOf(source, SyncTable.PROFILES, customer);
    privacy().erase(customer, AT);
    assertThat(source.rowsOf(SyncTable.PROFILES, customer, 10)).isEmpty();
    assertThat(source.rows(SyncTable.PROFILES, List.of(row.number()))).isEmpty();
    assertThat(source.rowChecksums(SyncTable.PROFILES, row.number(), row.number(), 1)).isEmpty();
  }

  @Test
  void showsDevicesAndEventsByNumber() {
    SyncSource source = source();
    EmailAddress customer = Fixtures.customer("walked");
    devices().record(Fixtures.sightingOf(customer, 7L, AT));
    BehavioralEvent event = Fixtures.event(customer, AT);
    events().append(List.of(event));
    Device device = devices().devicesOf(customer, 1).get(0);
    assertThat(walk(source, SyncTable.DEVICES))
        .anySatisfy(row -> assertThat(((SourceRow.SeenDevice) row).device()).isEqualTo(device));
    assertThat(walk(source, SyncTable.EVENTS))
        .anySatisfy(row -> assertThat(((SourceRow.Event) row).event().id()).isEqualTo(event.id()));
  }

  @Test
  void writesProfilesAndTheCheckpointTogether() {
    SyncTarget target = target();
    CustomerProfile profile = Fixtures.fullProfile(Fixtures.customer("written"), AT);
    assertThat(target.checkpoint(name, SyncTable.PROFILES)).isEqualTo(SyncCheckpoint.NONE);
    SourceRow row = profile(1, AT, 11, profile);
    SyncPosition to = new SyncPosition(AT, 1);
    assertThat(target.apply(batch(Guard.NEWER_ONLY, new Move(0, to), row)))
        .isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(profiles().find(profile.customer())).contains(profile);
    assertThat(target.checkpoint(name, SyncTable.PROFILES)).isEqualTo(new SyncCheckpoint(to, 1));
    assertThat(target.rows(name, SyncTable.PROFILES, List.of(1L, 2L))).containsExactly(row);
    assertThat(target.numbersOf(name, SyncTable.PROFILES, profile.customer(), 5))
        .containsExactly(1L);
    assertThat(target.lastNumber(name, SyncTable.PROFILES)).isEqualTo(1);
  }

  @Test
  void doesNothingWhenAnotherMovedTheCheckpoint() {
    SyncTarget target = target();
    CustomerProfile profile = Fixtures.fullProfile(Fixtures.customer("overtaken"), AT);
    target.apply(batch(Guard.NEWER_ONLY, new Move(0, new SyncPosition(AT, 5))));
    SyncOutcome late =
        target.apply(
            batch(
                Guard.NEWER_ONLY,
                new Move(0, new SyncPosition(AT, 1)),
                profile(1, AT, 11, profile)));
    assertThat(late).isEqualTo(new SyncOutcome.Overtaken());
    assertThat(profiles().find(profile.customer())).isEmpty();
    assertThat(target.checkpoint(name, SyncTable.PROFILES).position().number()).isEqualTo(5);
  }

  @Test
  void letsOneOfManyMoveTheCheckpoint() throws Exception {
    SyncTarget target = target();
    List<SyncOutcome> outcomes =
        Together.run(
            8, () -> target.apply(batch(Guard.NEWER_ONLY, new Move(0, new SyncPosition(AT, 1)))));
    assertThat(outcomes).filteredOn(Applied.class::isInstance).hasSize(1);
    assertThat(target.checkpoint(name, SyncTable.PROFILES).revision()).isEqualTo(1);
  }

  @Test
  void writesWhatItHoldsOnlyOnce() {
    SyncTarget target = target();
    SourceRow row = profile(1, AT, 11, Fixtures.fullProfile(Fixtures.customer("again"), AT));
    target.apply(batch(Guard.NEWER_ONLY, null, row));
    assertThat(target.apply(batch(Guard.NEWER_ONLY, null, row)))
        .isEqualTo(new Applied(0, 1, 0, List.of(), List.of()));
  }

  @Test
  void holdsBackWhatIsOlderThanWhatItHolds() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("older");
    CustomerProfile newer = Fixtures.fullProfile(customer, AT);
    CustomerProfile older = Fixtures.bareProfile(customer, AT.minusSeconds(10));
    target.apply(batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, newer)));
    SourceRow late = profile(1, AT.minusSeconds(10), 10, older);
    Move move = new Move(0, new SyncPosition(AT, 1));
    assertThat(target.apply(batch(Guard.NEWER_ONLY, move, late)))
        .isEqualTo(new Applied(0, 0, 0, List.of(), List.of(1L)));
    assertThat(target.checkpoint(name, SyncTable.PROFILES)).isEqualTo(SyncCheckpoint.NONE);
    assertThat(profiles().find(customer)).contains(newer);
    target.apply(batch(Guard.ANY_AGE, null, late));
    assertThat(profiles().find(customer)).contains(older);
  }

  @Test
  void letsOneRowStandForACustomer() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("doubled");
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, Fixtures.bareProfile(customer, AT))));
    SourceRow other = profile(2, AT, 22, Fixtures.fullProfile(customer, AT));
    assertThat(target.apply(batch(Guard.ANY_AGE, null, other)))
        .isEqualTo(new Applied(0, 0, 0, List.of(), List.of(2L)));
    assertThat(target.apply(batch(Guard.ANY_ROW, null, other)))
        .isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(target.numbersOf(name, SyncTable.PROFILES, customer, 5)).containsExactly(2L);
    assertThat(target.rowChecksums(name, SyncTable.PROFILES, 1, 9, 9))
        .containsExactly(new RowChecksum(2, 22));
  }

  @Test
  void followsARowToAnotherAddress() {
    SyncTarget target = target();
    EmailAddress before = Fixtures.customer("before");
    EmailAddress after = Fixtures.customer("after");
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, Fixtures.fullProfile(before, AT))));
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 12, Fixtures.fullProfile(after, AT))));
    assertThat(profiles().find(before)).isEmpty();
    assertThat(profiles().find(after)).isPresent();
    assertThat(target.rowChecksums(name, SyncTable.PROFILES, 1, 9, 9))
        .containsExactly(new RowChecksum(1, 12));
  }

  @Test
  void keepsANameThatTheSourceDoesNotKnow() {
    SyncTarget target = target();
    assumeTrue(profiles().supportsNames(), "no names here");
    EmailAddress customer = Fixtures.customer("named");
    CustomerProfile nameless = Fixtures.bareProfile(customer, AT);
    PersonName name = new PersonName("Ada", null);
    profiles().save(List.of(Fixtures.named(nameless, name)));
    target.apply(batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, nameless)));
    assertThat(profiles().find(customer).orElseThrow().name()).isEqualTo(name);
    CustomerProfile renamed = Fixtures.named(nameless, new PersonName("Ada", "Lovelace"));
    target.apply(batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, renamed)));
    assertThat(profiles().find(customer)).contains(renamed);
  }

  @Test
  void noticesWhatAnotherWriterChanges() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("meddled");
    CustomerProfile profile = Fixtures.fullProfile(customer, AT);
    SourceRow row = profile(1, AT, 11, profile);
    target.apply(batch(Guard.NEWER_ONLY, null, row));
    profiles().save(List.of(Fixtures.bareProfile(customer, AT.plusSeconds(5))));
    List<RowChecksum> changed = target.rowChecksums(name, SyncTable.PROFILES, 1, 1, 5);
    assertThat(changed).hasSize(1).doesNotContain(new RowChecksum(1, 11));
    assertThat(target.checksums(name, SyncTable.PROFILES, 1, 9, 9))
        .containsExactly(new RangeChecksum(1, 1, changed.get(0).checksum()));
    assertThat(target.apply(batch(Guard.NEWER_ONLY, null, row)))
        .isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(profiles().find(customer)).contains(profile);
    assertThat(target.rowChecksums(name, SyncTable.PROFILES, 1, 1, 5))
        .containsExactly(new RowChecksum(1, 11));
  }

  @Test
  void sumsUpRangesOfWhatItHolds() {
    SyncTarget target = target();
    List<RowChecksum> written = new ArrayList<>();
    SourceRow[] rows = new SourceRow[5];
    for (int i = 0; i < rows.length; i++) {
      CustomerProfile profile = Fixtures.fullProfile(Fixtures.customer("sum" + i), AT);
      rows[i] = profile(10 + 3L * i, AT, (long) i << 60 | i, profile);
      written.add(new RowChecksum(rows[i].number(), rows[i].checksum()));
    }
    target.apply(batch(Guard.NEWER_ONLY, null, rows));
    assertSums(
        written,
        (from, to) -> target.rowChecksums(name, SyncTable.PROFILES, from, to, 100),
        (from, to, width) -> target.checksums(name, SyncTable.PROFILES, from, to, width));
  }

  @Test
  void deletesWhatTheSourceHasNoLonger() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("gone");
    SourceRow row = profile(1, AT, 11, Fixtures.fullProfile(customer, AT));
    target.apply(batch(Guard.NEWER_ONLY, null, row));
    SyncBatch gone =
        new SyncBatch(name, SyncTable.PROFILES, List.of(), List.of(1L, 2L), Guard.NEWER_ONLY, null);
    assertThat(target.apply(gone)).isEqualTo(new Applied(0, 0, 1, List.of(), List.of()));
    assertThat(profiles().find(customer)).isEmpty();
    assertThat(target.rowChecksums(name, SyncTable.PROFILES, 1, 9, 9)).isEmpty();
    assertThat(target.apply(gone)).isEqualTo(new Applied(0, 0, 0, List.of(), List.of()));
  }

  @Test
  void leavesOutWhomItErased() {
    SyncTarget target = target();
    EmailAddress erased = Fixtures.customer("erased");
    EmailAddress other = Fixtures.customer("other");
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, Fixtures.fullProfile(erased, AT))));
    privacy().erase(erased, AT);
    assertThat(target.rowChecksums(name, SyncTable.PROFILES, 1, 9, 9)).isEmpty();
    Applied applied =
        (Applied)
            target.apply(
                batch(
                    Guard.ANY_ROW,
                    null,
                    profile(1, AT, 11, Fixtures.fullProfile(erased, AT)),
                    profile(2, AT, 22, Fixtures.fullProfile(other, AT))));
    assertThat(applied.written()).isEqualTo(1);
    assertThat(applied.skipped()).hasSize(1);
    assertThat(applied.skipped().get(0).reason()).isEqualTo(SkippedRow.Reason.ERASED);
    assertThat(applied.skipped().get(0).number()).isEqualTo(1);
    assertThat(privacy().count(erased).isEmpty()).isTrue();
    privacy().release(erased, AT);
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, Fixtures.fullProfile(erased, AT))));
    assertThat(profiles().find(erased)).isPresent();
  }

  @Test
  void namesTheRowThatItCannotHold() {
    SyncTarget target = target();
    CustomerProfile huge =
        Fixtures.withCustomerId(
            Fixtures.fullProfile(Fixtures.customer("huge"), AT), Fixtures.HUGE_ID);
    CustomerProfile fine = Fixtures.fullProfile(Fixtures.customer("fine"), AT);
    Applied applied =
        (Applied)
            target.apply(
                batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, huge), profile(2, AT, 22, fine)));
    assertThat(profiles().find(fine.customer())).contains(fine);
    for (SkippedRow skipped : applied.skipped()) {
      assertThat(skipped.number()).isEqualTo(1);
      assertThat(skipped.reason()).isEqualTo(SkippedRow.Reason.REFUSED);
      assertThat(skipped.problem()).startsWith("customerId: ").contains("" + Fixtures.HUGE_ID);
    }
    assertThat(applied.written() + applied.skipped().size()).isEqualTo(2);
  }

  @Test
  void writesOffersAndKeepsTheirCarts() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("offered");
    String id = UUID.randomUUID().toString();
    BundleOffer offer = BundleOffer.pending(new OfferId(id), Fixtures.draft(customer, AT));
    assertThat(target.apply(batchOf(SyncTable.OFFERS, offer(1, AT, 11, offer))))
        .isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(offers().find(offer.id())).contains(offer);
    assertThat(target.rows(name, SyncTable.OFFERS, List.of(1L)))
        .containsExactly(offer(1, AT, 11, offer));
    BundleOffer viewed = offer.after(new OfferStep(OfferStatus.VIEWED, AT.plusSeconds(9), null));
    target.apply(batchOf(SyncTable.OFFERS, offer(1, AT.plusSeconds(9), 12, viewed)));
    assertThat(offers().find(offer.id())).contains(viewed);
    assertThat(target.apply(batchOf(SyncTable.OFFERS, offer(1, AT.plusSeconds(9), 12, viewed))))
        .isEqualTo(new Applied(0, 1, 0, List.of(), List.of()));
    assertThat(target.numbersOf(name, SyncTable.OFFERS, customer, 5)).containsExactly(1L);
  }

  @Test
  void noticesAStepThatAnOfferTookHere() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("stepped");
    BundleOffer offer =
        BundleOffer.pending(
            new OfferId(UUID.randomUUID().toString()), Fixtures.draft(customer, AT));
    target.apply(batchOf(SyncTable.OFFERS, offer(1, AT, 11, offer)));
    offers().move(offer.id(), new OfferStep(OfferStatus.VIEWED, AT.plusSeconds(9), null), null);
    assertThat(target.rowChecksums(name, SyncTable.OFFERS, 1, 1, 1))
        .doesNotContain(new RowChecksum(1, 11));
  }

  @Test
  void mergesDevicesWithoutCountingAVisitTwice() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("migrated");
    devices().record(Fixtures.sightingOf(customer, 7L, AT));
    Device held = devices().devicesOf(customer, 1).get(0);
    Device more =
        new Device(
            customer,
            7L,
            held.fingerprint(),
            held.ipHash(),
            held.userAgent(),
            held.place(),
            AT.minus(Duration.ofDays(3)),
            AT.plusSeconds(60),
            5);
    Device other = Device.firstSeenAs(Fixtures.sighting(customer, null, Fixtures.ipHash(), AT));
    SyncBatch batch =
        batchOf(
            SyncTable.DEVICES,
            new SourceRow.SeenDevice(1, AT, 0, more),
            new SourceRow.SeenDevice(2, AT, 0, other));
    assertThat(target.apply(batch)).isEqualTo(new Applied(2, 0, 0, List.of(), List.of()));
    assertThat(devices().devicesOf(customer, 5)).containsExactlyInAnyOrder(more, other);
    assertThat(target.apply(batch)).isEqualTo(new Applied(0, 2, 0, List.of(), List.of()));
    assertThat(devices().devicesOf(customer, 5)).containsExactlyInAnyOrder(more, other);
  }

  @Test
  void writesAnEventOnce() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("logged");
    BehavioralEvent event = Fixtures.event(customer, AT);
    SyncBatch batch = batchOf(SyncTable.EVENTS, new SourceRow.Event(1, AT, 0, event));
    assertThat(target.apply(batch)).isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(target.apply(batch)).isEqualTo(new Applied(0, 1, 0, List.of(), List.of()));
    assertThat(events().newestOf(customer, 5)).containsExactly(event);
  }

  @Test
  void findsAndDeletesWhatCameFromNoSource() {
    SyncTarget target = target();
    EmailAddress followed = Fixtures.customer("followed");
    EmailAddress own = Fixtures.customer("own");
    List<String> before = idsWithoutSource(target);
    target.apply(
        batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, Fixtures.fullProfile(followed, AT))));
    profiles().save(List.of(Fixtures.fullProfile(own, AT)));
    List<String> found = idsWithoutSource(target);
    found.removeAll(before);
    assertThat(found).hasSize(1);
    assertThat(target.deleteWithoutSource(SyncTable.PROFILES, found)).isEqualTo(1);
    assertThat(profiles().find(own)).isEmpty();
    assertThat(profiles().find(followed)).isPresent();
    assertThat(target.deleteWithoutSource(SyncTable.PROFILES, found)).isZero();
  }

  @Test
  void adoptsAProfileThatWasThereBefore() {
    SyncTarget target = target();
    EmailAddress customer = Fixtures.customer("adopted");
    profiles().save(List.of(Fixtures.bareProfile(customer, AT)));
    CustomerProfile profile = Fixtures.fullProfile(customer, AT);
    assertThat(target.apply(batch(Guard.NEWER_ONLY, null, profile(1, AT, 11, profile))))
        .isEqualTo(new Applied(1, 0, 0, List.of(), List.of()));
    assertThat(profiles().find(customer)).contains(profile);
    assertThat(privacy().count(customer).profiles()).isEqualTo(1);
  }

  private interface RowReader {
    List<RowChecksum> read(long from, long to);
  }

  private interface RangeReader {
    List<RangeChecksum> read(long from, long to, long width);
  }

  private static void assertSums(List<RowChecksum> rows, RowReader read, RangeReader ranges) {
    long from = rows.get(0).number();
    long to = rows.get(rows.size() - 1).number();
    List<RowChecksum> all = read.read(from, to);
    assertThat(all).containsAll(rows);
    for (long width : new long[] {1, 2, 3, 100}) {
      List<RangeChecksum> found = ranges.read(from, to, width);
      assertThat(found.stream().mapToLong(RangeChecksum::rows).sum()).isEqualTo(all.size());
      for (RangeChecksum range : found) {
        List<RowChecksum> within =
            all.stream()
                .filter(row -> row.number() >= range.from() && row.number() < range.from() + width)
                .toList();
        assertThat(range.rows()).isEqualTo(within.size());
        assertThat((range.from() - from) % width).isZero();
        assertThat(range.checksum())
            .isEqualTo(within.stream().mapToLong(RowChecksum::checksum).reduce(0, (a, b) -> a ^ b));
      }
    }
  }

  private static List<String> idsWithoutSource(SyncTarget target) {
    List<String> ids = new ArrayList<>();
    String after = "";
    List<String> page;
    do {
      page = target.idsWithoutSource(SyncTable.PROFILES, after, 50);
      ids.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (!page.isEmpty());
    return ids;
  }

  private static SourceRow onlyRowOf(SyncSource source, SyncTable table, EmailAddress customer) {
    List<SourceRow> rows = source.rowsOf(table, customer, 10);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static List<SourceRow> changes(SyncSource source, SyncTable table) {
    List<SourceRow> changes = new ArrayList<>();
    SyncPosition after = new SyncPosition(source.now().minusSeconds(600), 0);
    List<SourceRow> page;
    do {
      page = source.changes(table, after, source.now().plusSeconds(600), 7);
      changes.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1).position();
    } while (page.size() == 7);
    assertThat(changes).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
    return changes;
  }

  private static List<SourceRow> walk(SyncSource source, SyncTable table) {
    List<SourceRow> rows = new ArrayList<>();
    long after = 0;
    List<SourceRow> page;
    do {
      page = source.rowsAfter(table, after, 100);
      rows.addAll(page);
      after = page.isEmpty() ? after : page.get(page.size() - 1).number();
    } while (page.size() == 100);
    return rows.stream().filter(row -> !(row instanceof SourceRow.Unreadable)).toList();
  }

  private static SourceRow profile(
      long number, Instant at, long checksum, CustomerProfile profile) {
    return new SourceRow.Profile(number, at, checksum, profile);
  }

  private static SourceRow offer(long number, Instant at, long checksum, BundleOffer offer) {
    return new SourceRow.Offer(number, at, checksum, offer);
  }

  private SyncBatch batch(Guard guard, @Nullable Move move, SourceRow... rows) {
    return new SyncBatch(name, SyncTable.PROFILES, List.of(rows), List.of(), guard, move);
  }

  private SyncBatch batchOf(SyncTable table, SourceRow... rows) {
    return new SyncBatch(name, table, List.of(rows), List.of(), Guard.NEWER_ONLY, null);
  }
}
