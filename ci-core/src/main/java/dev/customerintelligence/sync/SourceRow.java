package dev.customerintelligence.sync;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import java.time.Instant;

/** A row as its source has it. Immutable; {@code toString} masks whose it is. */
public sealed interface SourceRow {
  /** Returns the row's number within its table: it never changes, and is never given twice. */
  long number();

  /** Returns when the row changed last, by the source's clock. */
  Instant changedAt();

  /**
   * Returns the source's checksum of the content: equal as long as the content is. Only checksums
   * of the same source can be compared.
   */
  long checksum();

  /** Returns the place of the row in the sequence of changes. */
  default SyncPosition position() {
    return new SyncPosition(changedAt(), number());
  }

  /**
   * A profile.
   *
   * @param number the row's number
   * @param changedAt when it changed last
   * @param checksum of its content
   * @param profile the content
   */
  record Profile(long number, Instant changedAt, long checksum, CustomerProfile profile)
      implements SourceRow {
    /** Checks that the content is there. */
    public Profile {
      Inputs.moment("changedAt", changedAt);
      Inputs.required("profile", profile);
    }
  }

  /**
   * A bundle offer.
   *
   * @param number the row's number
   * @param changedAt when it changed last
   * @param checksum of its content
   * @param offer the content; its id is the source's
   */
  record Offer(long number, Instant changedAt, long checksum, BundleOffer offer)
      implements SourceRow {
    /** Checks that the content is there. */
    public Offer {
      Inputs.moment("changedAt", changedAt);
      Inputs.required("offer", offer);
    }
  }

  /**
   * A device.
   *
   * @param number the row's number
   * @param changedAt when it was seen last
   * @param checksum of its content
   * @param device the content
   */
  record SeenDevice(long number, Instant changedAt, long checksum, Device device)
      implements SourceRow {
    /** Checks that the content is there. */
    public SeenDevice {
      Inputs.moment("changedAt", changedAt);
      Inputs.required("device", device);
    }
  }

  /**
   * A behavioural event.
   *
   * @param number the row's number
   * @param changedAt when it happened
   * @param checksum of its content
   * @param event the content
   */
  record Event(long number, Instant changedAt, long checksum, BehavioralEvent event)
      implements SourceRow {
    /** Checks that the content is there. */
    public Event {
      Inputs.moment("changedAt", changedAt);
      Inputs.required("event", event);
    }
  }

  /**
   * A row that another writer left in a state in which it cannot be read.
   *
   * @param number the row's number
   * @param changedAt when it changed last
   * @param checksum of its content
   * @param problem what is wrong with it; without personal data
   */
  record Unreadable(long number, Instant changedAt, long checksum, String problem)
      implements SourceRow {
    /** Checks that the problem is there. */
    public Unreadable {
      Inputs.moment("changedAt", changedAt);
      Inputs.required("problem", problem);
    }
  }
}
