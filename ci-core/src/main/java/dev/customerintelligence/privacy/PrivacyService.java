package dev.customerintelligence.privacy;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Deletes what is too old, erases people, and exports what is held about one. Thread-safe. */
public final class PrivacyService {
  private static final int BATCH = 1000;
  private static final int MAX_LISTED = 1000;

  private final PrivacyStore store;
  private final RetentionPolicy retention;
  private final InstantSource clock;

  /** Joins the store, the periods and a clock. */
  public PrivacyService(PrivacyStore store, RetentionPolicy retention, InstantSource clock) {
    this.store = Inputs.required("store", store);
    this.retention = Inputs.required("retention", retention);
    this.clock = Inputs.required("clock", clock);
  }

  /**
   * Deletes devices and events that are older than the policy keeps them, in small batches.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away; what
   *     was deleted stays deleted, and the call may be repeated
   */
  public RetentionReport applyRetention() {
    Instant now = clock.instant();
    return new RetentionReport(
        inBatches(limit -> store.deleteDevicesNotSeenSince(now.minus(retention.devices()), limit)),
        inBatches(limit -> store.deleteEventsBefore(now.minus(retention.events()), limit)));
  }

  /**
   * Counts what {@link #applyRetention} would delete now; deletes nothing.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public RetentionReport dueForRetention() {
    Instant now = clock.instant();
    return new RetentionReport(
        store.countDevicesNotSeenSince(now.minus(retention.devices())),
        store.countEventsBefore(now.minus(retention.events())));
  }

  /**
   * Erases a person: deletes everything, and leaves a keyed-hash tombstone by which every later
   * write about the person is refused. May be repeated.
   *
   * @return what was deleted, and whether the store was verified to hold nothing any more
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public Erasure erase(EmailAddress person) {
    AuditRecord audit = store.erase(Inputs.required("person", person), clock.instant());
    return new Erasure(audit, store.count(person));
  }

  /** Returns whether a person was erased and not released since. */
  public boolean isErased(EmailAddress person) {
    return store.isErased(Inputs.required("person", person));
  }

  /**
   * Lets an erased person come back, after new consent.
   *
   * @return whether the person was erased
   */
  public boolean release(EmailAddress person) {
    return store.release(Inputs.required("person", person), clock.instant());
  }

  /** Returns the newest audit records, newest first, at most 1,000. */
  public List<AuditRecord> newestAudits() {
    return store.newestAudits(MAX_LISTED);
  }

  /**
   * Writes everything that is held about a person as one JSON document in UTF-8, with the tables'
   * names and columns as keys. The stream stays open.
   *
   * @throws IOException when the stream refuses
   */
  public void exportJson(EmailAddress person, OutputStream out) throws IOException {
    JsonExport.write(
        store, Inputs.required("person", person), clock.instant(), Inputs.required("out", out));
  }

  /**
   * Writes the same as CSV in UTF-8 (RFC 4180), a file per table: {@code
   * customer_intelligence.csv}, {@code device_tracking.csv}, {@code bundle_offers.csv}, {@code
   * behavioral_events.csv} and {@code ci_forecasts.csv}.
   *
   * @param directory an existing directory without files of those names
   * @throws IOException when a file exists already or cannot be written; the files that this call
   *     made are deleted then
   */
  public void exportCsv(EmailAddress person, Path directory) throws IOException {
    CsvExport.write(
        Map.of("", store),
        Inputs.required("person", person),
        clock.instant(),
        Inputs.required("directory", directory));
  }

  private static long inBatches(IntUnaryOperator deleteUpTo) {
    long deleted = 0;
    int batch;
    do {
      batch = deleteUpTo.applyAsInt(BATCH);
      deleted += batch;
    } while (batch == BATCH);
    return deleted;
  }
}
