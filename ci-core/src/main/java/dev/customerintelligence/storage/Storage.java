package dev.customerintelligence.storage;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTarget;
import java.util.Optional;

/**
 * All the ports that one store offers together. Thread-safe.
 *
 * <p>What a store cannot keep, its ports say: {@link ProfileStore#supportsNames}, {@link
 * OfferStore#supportsCartSnapshot}, {@link EventStore#supportsPageUrl}; and whether it can be
 * followed or follow, {@link #syncSource} and {@link #syncTarget}. Every implementation passes the
 * contract tests in the test-jar of this module.
 */
public interface Storage extends AutoCloseable {
  /** Returns the port for devices. */
  DeviceStore devices();

  /** Returns the port for profiles. */
  ProfileStore profiles();

  /** Returns the port for fitted models and forecasts. */
  ForecastStore forecasts();

  /** Returns the port for offers. */
  OfferStore offers();

  /** Returns the port for events. */
  EventStore events();

  /** Returns the port for questions over many rows. */
  AnalyticsStore analytics();

  /** Returns the port for retention, erasure and export. */
  PrivacyStore privacy();

  /** Returns the port through which other stores follow this one; empty where it has none. */
  Optional<SyncSource> syncSource();

  /** Returns the port through which this store follows another; empty where it has none. */
  Optional<SyncTarget> syncTarget();

  /** Gives back what the storage itself opened, not what it was handed. May be called again. */
  @Override
  void close();
}
