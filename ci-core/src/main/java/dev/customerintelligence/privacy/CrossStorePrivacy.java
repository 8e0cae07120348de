package dev.customerintelligence.privacy;

import com.google.common.collect.ImmutableMap;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import dev.customerintelligence.internal.Inputs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Erases and exports people who are held by two stores, a source and the target that follows it.
 * Thread-safe.
 *
 * <p>Both must have been opened with the same keys for tombstones. Erasing begins in the source, in
 * one transaction: the deletion, the tombstone, and a note that the target has yet to follow. From
 * then on no sync brings the person to the target; and the note, which a restart does not forget,
 * is deleted when both stores were counted and hold nothing.
 */
public final class CrossStorePrivacy {
  private static final int PAGE = 500;

  private final PrivacyStore source;
  private final PrivacyStore target;
  private final InstantSource clock;

  /** Joins the two stores and a clock. */
  public CrossStorePrivacy(PrivacyStore source, PrivacyStore target, InstantSource clock) {
    this.source = Inputs.required("source", source);
    this.target = Inputs.required("target", target);
    this.clock = Inputs.required("clock", clock);
  }

  /**
   * Erases a person in both stores. When the target is away the erasure stays pending, and {@link
   * #propagate} completes it later. May be repeated.
   *
   * @throws StorageUnavailableException when the source is away
   */
  public CrossStoreErasure erase(EmailAddress person) {
    AuditRecord audit = source.eraseEverywhere(Inputs.required("person", person), clock.instant());
    PendingErasure erasure = new PendingErasure(audit.id(), person, audit.at());
    try {
      return new CrossStoreErasure(audit, complete(erasure));
    } catch (StorageUnavailableException away) {
      return new CrossStoreErasure(audit, false);
    }
  }

  /**
   * Completes the erasures that are pending: erases at the target, and counts in both stores. To be
   * called now and then, after each round of a sync for example.
   *
   * @throws StorageUnavailableException when a store is away; what was completed stays so
   */
  public ErasureProgress propagate() {
    long completed = 0;
    long pending = 0;
    List<PendingErasure> page = source.pendingErasures(null, PAGE);
    while (!page.isEmpty()) {
      for (PendingErasure erasure : page) {
        if (complete(erasure)) {
          completed++;
        } else {
          pending++;
        }
      }
      page =
          page.size() < PAGE ? List.of() : source.pendingErasures(page.get(page.size() - 1), PAGE);
    }
    return new ErasureProgress(completed, pending);
  }

  /**
   * Returns erasures that are not complete, oldest first.
   *
   * @param limit the most to return, 1 to 1,000
   */
  public List<PendingErasure> pending(int limit) {
    return source.pendingErasures(null, Inputs.between("limit", limit, 1, 1_000));
  }

  /** Returns whether one of the stores has erased a person and not released since. */
  public boolean isErased(EmailAddress person) {
    return source.isErased(person) || target.isErased(person);
  }

  /**
   * Lets an erased person come back in both stores, after new consent. Pending erasures are
   * completed first, so that none follows the release.
   *
   * @return whether one of them had erased the person
   * @throws StorageUnavailableException when a store is away; the person may then be erased in the
   *     source alone, and the call may be repeated
   */
  public boolean release(EmailAddress person) {
    Inputs.required("person", person);
    propagate();
    // The source last: as long as it has the tombstone, enforce() restores the other one.
    boolean atTarget = target.release(person, clock.instant());
    return source.release(person, clock.instant()) || atTarget;
  }

  /**
   * Erases again whom a store has brought back that was restored from a backup: each store gets the
   * tombstones that it lacks from the other, and everybody whom it holds in spite of one is erased.
   * Reads every address of both stores once.
   *
   * @throws StorageUnavailableException when a store is away; the call may be repeated
   */
  public EnforcedErasures enforce() {
    long tombstones = bury(source, target) + bury(target, source);
    return new EnforcedErasures(tombstones, eraseBuried(source) + eraseBuried(target));
  }

  /**
   * Writes everything that both stores hold about a person as one JSON document in UTF-8, a key for
   * each store. The stream stays open.
   *
   * @throws IOException when the stream fails; what was written is no whole document then
   */
  public void exportJson(EmailAddress person, OutputStream out) throws IOException {
    JsonExport.write(stores(""), Inputs.required("person", person), clock.instant(), out);
  }

  /**
   * Writes everything that both stores hold about a person as CSV, a file for each store and table:
   * {@code source-customer_intelligence.csv} and so on.
   *
   * @throws IOException when a file exists already or cannot be written; the files that this call
   *     made are deleted then
   */
  public void exportCsv(EmailAddress person, Path directory) throws IOException {
    CsvExport.write(
        stores("-"),
        Inputs.required("person", person),
        clock.instant(),
        Inputs.required("directory", directory));
  }

  private ImmutableMap<String, PrivacyStore> stores(String separator) {
    return ImmutableMap.of("source" + separator, source, "target" + separator, target);
  }

  private boolean complete(PendingErasure erasure) {
    EmailAddress person = erasure.person();
    PersonCounts deleted = target.erase(person, clock.instant()).deleted();
    if (!source.count(person).isEmpty()) {
      // What was restored from a backup, say, before the target could follow.
      source.erase(person, clock.instant());
    }
    if (!source.count(person).isEmpty() || !target.count(person).isEmpty()) {
      return false;
    }
    source.completeErasure(erasure, clock.instant(), deleted);
    return true;
  }

  private long bury(PrivacyStore from, PrivacyStore to) {
    long added = 0;
    List<Tombstone> page = from.tombstonesAfter(null, PAGE);
    while (!page.isEmpty()) {
      added += to.addTombstones(page, clock.instant());
      page = page.size() < PAGE ? List.of() : from.tombstonesAfter(page.get(page.size() - 1), PAGE);
    }
    return added;
  }

  private long eraseBuried(PrivacyStore store) {
    long erased = 0;
    @Nullable String from = null;
    do {
      PeoplePage page = store.heldThoughErased(from, PAGE);
      for (EmailAddress person : page.people()) {
        store.erase(person, clock.instant());
      }
      erased += page.people().size();
      from = page.next();
    } while (from != null);
    return erased;
  }
}
