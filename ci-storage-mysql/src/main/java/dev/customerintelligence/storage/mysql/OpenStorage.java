package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.storage.Storage;

/** The six ports on one database. */
final class OpenStorage implements Storage {
  private final DeviceStore devices;
  private final ProfileStore profiles;
  private final OfferStore offers;
  private final EventStore events;
  private final AnalyticsStore analytics;
  private final PrivacyStore privacy;

  OpenStorage(Database database, Dialect dialect, ShopTables tables, SiteTime time, People people) {
    EventRows eventRows = new EventRows(database, tables, time);
    devices = new MysqlDeviceStore(database, tables, time, people);
    profiles = new MysqlProfileStore(database, dialect, tables, time, people);
    offers = new MysqlOfferStore(database, tables, time, people, eventRows);
    events = new MysqlEventStore(database, time, people, eventRows);
    analytics = new MysqlAnalyticsStore(database, tables, time);
    privacy = new MysqlPrivacyStore(database, time, people, eventRows);
  }

  @Override
  public DeviceStore devices() {
    return devices;
  }

  @Override
  public ProfileStore profiles() {
    return profiles;
  }

  @Override
  public OfferStore offers() {
    return offers;
  }

  @Override
  public EventStore events() {
    return events;
  }

  @Override
  public AnalyticsStore analytics() {
    return analytics;
  }

  @Override
  public PrivacyStore privacy() {
    return privacy;
  }

  /** Does nothing: the data source is the caller's. */
  @Override
  public void close() {}
}
