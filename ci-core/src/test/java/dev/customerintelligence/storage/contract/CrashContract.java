package dev.customerintelligence.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a storage owes when its server is killed in the middle of the work, and comes back. */
@Timeout(300)
public abstract class CrashContract extends StorageContract {
  private static final int BATCH = 50;
  private static final int OFFERS = 400;

  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** For the subclasses. */
  protected CrashContract() {}

  /** Returns what opens a storage on a server of this test alone, with nothing stored in it. */
  @Override
  protected abstract StorageFactory factory();

  /** Ends the server at once. */
  protected abstract void kill() throws Exception;

  /** Starts the server again on what it held. */
  protected abstract void restart() throws Exception;

  @AfterEach
  final void stopThreads() {
    threads.shutdownNow();
  }

  @Test
  void whatWasAcknowledgedIsThereOnceAndTheRestMayBeRepeated() throws Exception {
    Storage storage = storage();
    EmailAddress customer = Fixtures.customer("ada");
    Fingerprint phone = Fixtures.fingerprint();
    Instant at = Fixtures.moment();
    ConcurrentLinkedQueue<List<BehavioralEvent>> acknowledged = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<List<BehavioralEvent>> unknown = new ConcurrentLinkedQueue<>();
    AtomicInteger visits = new AtomicInteger();
    AtomicInteger visitsInDoubt = new AtomicInteger();
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          threads.submit(
              () -> {
                while (true) {
                  List<BehavioralEvent> batch = new ArrayList<>();
                  for (int k = 0; k < BATCH; k++) {
                    batch.add(Fixtures.event(customer, at));
                  }
                  if (!isAway(() -> storage.events().append(batch))) {
                    acknowledged.add(batch);
                  } else {
                    unknown.add(batch);
                    return;
                  }
                }
              }));
      writers.add(
          threads.submit(
              () -> {
                while (!isAway(
                    () -> storage.devices().record(Fixtures.sighting(customer, phone, null, at)))) {
                  visits.incrementAndGet();
                }
                visitsInDoubt.incrementAndGet();
              }));
    }
    while (acknowledged.size() < 20 || visits.get() < 20) {
      Thread.sleep(10);
    }

    kill();
    for (Future<?> writer : writers) {
      writer.get(60, TimeUnit.SECONDS);
    }
    restart();

    assertThat(unknown).as("every writer was told").hasSize(4);
    for (List<BehavioralEvent> batch : acknowledged) {
      assertThat(storage.events().append(batch)).isEqualTo(new AppendResult(0, batch.size(), 0));
    }
    for (List<BehavioralEvent> batch : unknown) {
      AppendResult result = storage.events().append(batch);
      assertThat(result.stored()).as("all of a batch or nothing").isIn(0, batch.size());
    }
    assertThat(storage.events().newestOf(customer, 1_000_000))
        .hasSize((acknowledged.size() + unknown.size()) * BATCH)
        .doesNotHaveDuplicates();
    assertThat(storage.devices().devicesOf(customer, 10))
        .singleElement()
        .satisfies(
            device ->
                assertThat(device.visitCount())
                    .isBetween(visits.get(), visits.get() + visitsInDoubt.get()));
  }

  @Test
  void anOfferMovedWithItsEventOrNotAtAll() throws Exception {
    Storage storage = storage();
    Instant at = Fixtures.moment();
    List<BundleOffer> offers = new ArrayList<>();
    for (int i = 0; i < OFFERS; i++) {
      offers.add(Fixtures.made(storage.offers(), Fixtures.draft(Fixtures.customer("c" + i), at)));
    }
    AtomicInteger moved = new AtomicInteger();
    Future<?> mover =
        threads.submit(
            () -> {
              for (BundleOffer offer : offers) {
                assertThat(view(storage, offer, at)).isInstanceOf(OfferMove.Moved.class);
                moved.incrementAndGet();
              }
            });
    while (moved.get() < 50) {
      Thread.sleep(1);
    }

    kill();
    assertThat(mover)
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .withCauseInstanceOf(StorageUnavailableException.class);
    restart();

    long viewed =
        offers.stream()
            .filter(
                offer ->
                    storage.offers().find(offer.id()).orElseThrow().storedStatus()
                        == OfferStatus.VIEWED)
            .count();
    assertThat(viewed).isBetween((long) moved.get(), moved.get() + 1L);
    assertThat(viewedEvents(storage, at)).as("each with its event").isEqualTo(viewed);
    for (BundleOffer offer : offers) {
      view(storage, offer, at);
    }
    assertThat(viewedEvents(storage, at)).isEqualTo(OFFERS);
  }

  private static boolean isAway(Runnable write) {
    try {
      write.run();
      return false;
    } catch (StorageUnavailableException e) {
      return true;
    }
  }

  private static OfferMove view(Storage storage, BundleOffer offer, Instant at) {
    return storage
        .offers()
        .move(
            offer.id(),
            new OfferStep(OfferStatus.VIEWED, at, null),
            Fixtures.event(offer.made().customer(), "bundle_viewed", at));
  }

  private static long viewedEvents(Storage storage, Instant at) {
    return storage.events().countsByType(at, at.plusSeconds(1), 10).stream()
        .filter(count -> count.type().equals("bundle_viewed"))
        .mapToLong(EventTypeCount::count)
        .sum();
  }
}
