package dev.customerintelligence.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the contract of every port begins with: a storage, opened for each test and closed after it.
 *
 * <p>The tests write under customers, keys and moments of their own and look at nothing else, so
 * that what is behind the storage may be shared and need not be empty. They give moments in whole
 * seconds, as some stores hold no more. The sweeps and retention tests delete or mark whatever
 * others left from before the year 2000; two runs at once on one store are not supported.
 */
public abstract class StorageContract {
  /** The key under which the tests' tombstones are kept. */
  static final HashKey CURRENT_KEY = key("current");

  /** A key that {@link #CURRENT_KEY} might have followed. */
  static final HashKey PREVIOUS_KEY = key("previous");

  private @Nullable Storage opened;

  /** For the subclasses. */
  protected StorageContract() {}

  /** Returns what opens the storage that is to be tested; asked once or more in each test. */
  protected abstract StorageFactory factory();

  /**
   * Returns whether {@link #factory} opens the same store again, with what it held, as a database
   * does; false where it opens a new and empty one.
   */
  protected boolean opensTheSameStoreAgain() {
    return false;
  }

  @BeforeEach
  final void open() {
    opened = factory().open(new TombstoneHasher(CURRENT_KEY, List.of()));
  }

  @AfterEach
  final void close() {
    if (opened != null) {
      opened.close();
    }
  }

  final Storage storage() {
    assertThat(opened).isNotNull();
    return opened;
  }

  final DeviceStore devices() {
    return storage().devices();
  }

  final ProfileStore profiles() {
    return storage().profiles();
  }

  final ForecastStore forecasts() {
    return storage().forecasts();
  }

  final OfferStore offers() {
    return storage().offers();
  }

  final EventStore events() {
    return storage().events();
  }

  final AnalyticsStore analytics() {
    return storage().analytics();
  }

  final PrivacyStore privacy() {
    return storage().privacy();
  }

  /** Asserts that a call is refused and the message names the field. */
  static void assertRefused(String field, ThrowingCallable call) {
    Throwable refusal = catchThrowable(call);
    assertThat(refusal).as("refusal of " + field).isInstanceOf(InvalidInputException.class);
    assertThat(((InvalidInputException) refusal).field()).isEqualTo(field);
    assertThat(refusal).hasMessageStartingWith(field + ": ");
  }

  /** Returns whether a call is done; if not, it must be for this field. */
  static boolean isHeldOrRefused(String field, ThrowingCallable call) {
    Throwable refusal = catchThrowable(call);
    if (refusal != null) {
      assertRefused(
          field,
          () -> {
            throw refusal;
          });
    }
    return refusal == null;
  }

  private static HashKey key(String id) {
    byte[] secret = ("a secret for tests only: " + id).repeat(2).getBytes(StandardCharsets.UTF_8);
    return HashKey.of(id, secret);
  }
}
