package dev.customerintelligence.privacy;

import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.util.List;

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
   * @return how many were deleted; fewer than {@code limit} when no more are due
   */
  int deleteDevicesNotSeenSince(Instant moment, int limit);

  /**
   * Deletes events that happened before a moment, oldest first.
   *
   * @param limit the most events to delete, at least 1
   * @return how many were deleted; fewer than {@code limit} when no more are due
   */
  int deleteEventsBefore(Instant moment, int limit);

  /**
   * Returns the newest notes, newest first.
   *
   * @param limit the most notes to return, at least 1
   */
  List<AuditRecord> newestAudits(int limit);
}
