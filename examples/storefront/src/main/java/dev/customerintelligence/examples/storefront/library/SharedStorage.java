package dev.customerintelligence.examples.storefront.library;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTarget;
import java.util.Optional;

/** A storage for one of several users, none of whom closes it. */
public record SharedStorage(
    DeviceStore devices,
    ProfileStore profiles,
    ForecastStore forecasts,
    OfferStore offers,
    EventStore events,
    AnalyticsStore analytics,
    PrivacyStore privacy,
    Optional<SyncSource> syncSource,
    Optional<SyncTarget> syncTarget)
    implements Storage {
  /** Returns a storage that others use too. */
  public static SharedStorage of(Storage storage) {
    return new SharedStorage(
        storage.devices(),
        storage.profiles(),
        storage.forecasts(),
        storage.offers(),
        storage.events(),
        storage.analytics(),
        storage.privacy(),
        storage.syncSource(),
        storage.syncTarget());
  }

  @Override
  public void close() {
    // Whoever opened it does.
  }
}
