package dev.customerintelligence.storage.mysql;

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

/** The ports on one database. It is followed; it follows nobody, as it is the shop's truth. */
record OpenStorage(
    DeviceStore devices,
    ProfileStore profiles,
    ForecastStore forecasts,
    OfferStore offers,
    EventStore events,
    AnalyticsStore analytics,
    PrivacyStore privacy,
    SyncSource source)
    implements Storage {

  static OpenStorage on(
      Database database, Dialect dialect, ShopTables tables, SiteTime time, People people) {
    EventRows eventRows = new EventRows(database, tables, time);
    return new OpenStorage(
        new MysqlDeviceStore(database, tables, time, people),
        new MysqlProfileStore(database, dialect, tables, time, people),
        new MysqlForecastStore(database, dialect, people),
        new MysqlOfferStore(database, tables, time, people, eventRows),
        new MysqlEventStore(database, time, people, eventRows),
        new MysqlAnalyticsStore(database, tables, time),
        new MysqlPrivacyStore(database, time, people, eventRows),
        new MysqlSyncSource(database, tables, time, eventRows));
  }

  @Override
  public Optional<SyncSource> syncSource() {
    return Optional.of(source);
  }

  @Override
  public Optional<SyncTarget> syncTarget() {
    return Optional.empty();
  }

  /** Does nothing: the data source is the caller's. */
  @Override
  public void close() {}
}
