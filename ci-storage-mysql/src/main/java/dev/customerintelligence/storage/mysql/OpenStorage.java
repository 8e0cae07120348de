package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.storage.Storage;

/** The ports on one database. */
record OpenStorage(
    DeviceStore devices,
    ProfileStore profiles,
    ForecastStore forecasts,
    OfferStore offers,
    EventStore events,
    AnalyticsStore analytics,
    PrivacyStore privacy)
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
        new MysqlPrivacyStore(database, time, people, eventRows));
  }

  /** Does nothing: the data source is the caller's. */
  @Override
  public void close() {}
}
