package dev.customerintelligence.storage.postgres;

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

  OpenStorage(Database database, People people) {
    devices = new PostgresDeviceStore(database, people);
    profiles = new PostgresProfileStore(database, people);
    offers = new PostgresOfferStore(database, people);
    events = new PostgresEventStore(database, people);
    analytics = new PostgresAnalyticsStore(database);
    privacy = new PostgresPrivacyStore(database, people);
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
