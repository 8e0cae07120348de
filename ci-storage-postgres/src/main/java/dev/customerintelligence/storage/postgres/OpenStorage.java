package dev.customerintelligence.storage.postgres;

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

/** The ports on one database. It follows; nobody follows it, as its rows have no numbers. */
record OpenStorage(
    DeviceStore devices,
    ProfileStore profiles,
    ForecastStore forecasts,
    OfferStore offers,
    EventStore events,
    AnalyticsStore analytics,
    PrivacyStore privacy,
    SyncTarget target)
    implements Storage {

  static OpenStorage on(Database database, People people) {
    return new OpenStorage(
        new PostgresDeviceStore(database, people),
        new PostgresProfileStore(database, people),
        new PostgresForecastStore(database, people),
        new PostgresOfferStore(database, people),
        new PostgresEventStore(database, people),
        new PostgresAnalyticsStore(database),
        new PostgresPrivacyStore(database, people),
        new PostgresSyncTarget(database, people));
  }

  @Override
  public Optional<SyncSource> syncSource() {
    return Optional.empty();
  }

  @Override
  public Optional<SyncTarget> syncTarget() {
    return Optional.of(target);
  }

  /** Does nothing: the data source is the caller's. */
  @Override
  public void close() {}
}
