package dev.customerintelligence.privacy;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Tombstone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port that deletes, and that knows who was erased. Thread-safe; every call may be repeated.
 *
 * <p>What is about a person: the profile, the forecast, devices and offers with the email address;
 * events with it; and events without any email address that have the person's customer id, or a
 * fingerprint that only this person's devices have.
 *
 * <p>A storage keeps erased people as keyed-hash tombstones and refuses, at every way in, to store
 * anything under their email address again. An event without an address that comes after the
 * erasure cannot be told from a stranger's and is stored. Every method throws {@link
 * dev.customerintelligence.error.StorageUnavailableException} when the store cannot be reached.
 */
public interface PrivacyStore {

  /**
   * Deletes everything about a person, leaves a tombstone, and notes it, in one transaction.
   *
   * @return the note, with what was deleted by this call
   */
  AuditRecord erase(EmailAddress person, Instant at);

  /**
   * As {@link #erase}, and notes in the same transaction that other stores have yet to follow.
   *
   * <p>The note holds the address, as there is no other way to find the person elsewhere; it is
   * shown by {@link #pendingErasures} alone and deleted by {@link #completeErasure}.
   */
  AuditRecord eraseEverywhere(EmailAddress person, Instant at);

  /**
   * Returns the erasures that other stores have yet to follow, oldest first.
   *
   * @param after the last one of the page before, or null for the first page
   * @param limit the most to return, at least 1
   * @return fewer than {@code limit} only at the end
   */
  List<PendingErasure> pendingErasures(@Nullable PendingErasure after, int limit);

  /**
   * Deletes the note of an erasure that every other store has followed, and notes that without the
   * address.
   *
   * @param deletedElsewhere what the other stores deleted
   * @return whether it was pending
   */
  boolean completeErasure(PendingErasure erasure, Instant at, PersonCounts deletedElsewhere);

  /**
   * Returns the tombstones.
   *
   * @param after the last one of the page before, or null for the first page
   * @param limit the most to return, at least 1
   * @return sorted by their text; fewer than {@code limit} only at the end
   */
  List<Tombstone> tombstonesAfter(@Nullable Tombstone after, int limit);

  /**
   * Adds tombstones of another store under the same key; what is held about these people stays
   * until they are erased.
   *
   * @param tombstones at most 1,000
   * @return how many were not there
   */
  int addTombstones(List<Tombstone> tombstones, Instant at);

  /**
   * Looks at the next people about whom something is held under an address, and returns those of
   * them who were erased: none, unless the store was restored or was given tombstones.
   *
   * @param from {@link PeoplePage#next} of the page before, or null for the first page
   * @param limit the most people to look at, at least 1
   */
  PeoplePage heldThoughErased(@Nullable String from, int limit);

  /** Returns whether the person was erased and not released since. */
  boolean isErased(EmailAddress person);

  /**
   * Lifts a person's tombstone and notes it, so that the person may be stored again.
   *
   * @return whether there was one
   */
  boolean release(EmailAddress person, Instant at);

  /** Counts what is held about a person. */
  PersonCounts count(EmailAddress person);

  /** Shows everything that is held about a person, without loading it all at once. */
  void read(EmailAddress person, PersonVisitor visitor);

  /**
   * Deletes devices that were last seen before a moment.
   *
   * @param limit the most devices to delete, at least 1
   * @return how many were deleted; fewer than {@code limit} when no more are due, apart from those
   *     that others are at
   */
  int deleteDevicesNotSeenSince(Instant moment, int limit);

  /**
   * Deletes events that happened before a moment, oldest first.
   *
   * @param limit the most events to delete, at least 1
   * @return how many were deleted; fewer than {@code limit} when no more are due, apart from those
   *     that others are at
   */
  int deleteEventsBefore(Instant moment, int limit);

  /** Counts the devices that {@link #deleteDevicesNotSeenSince} would delete in the end. */
  long countDevicesNotSeenSince(Instant moment);

  /** Counts the events that {@link #deleteEventsBefore} would delete in the end. */
  long countEventsBefore(Instant moment);

  /**
   * Returns the newest notes, newest first.
   *
   * @param limit the most notes to return, at least 1
   */
  List<AuditRecord> newestAudits(int limit);
}
