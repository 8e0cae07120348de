package dev.customerintelligence.storage.memory;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.storage.Storage;
import java.util.UUID;

/**
 * Keeps everything in the memory of this process; what it holds ends with the process. Thread-safe.
 *
 * <p>Recognition reads without a lock. Writes about one person are done one after the other, those
 * about different people side by side. Nothing is evicted: memory grows with what is stored.
 */
public final class InMemoryStorage implements Storage {
  private final InMemoryDeviceStore devices;
  private final InMemoryProfileStore profiles;
  private final InMemoryForecastStore forecasts;
  private final InMemoryOfferStore offers;
  private final InMemoryEventStore events;
  private final InMemoryAnalyticsStore analytics;
  private final InMemoryPrivacyStore privacy;

  /** Makes an empty storage. */
  public InMemoryStorage(TombstoneHasher tombstones) {
    People people = new People(Inputs.required("tombstones", tombstones));
    devices = new InMemoryDeviceStore(people);
    profiles = new InMemoryProfileStore(people);
    forecasts = new InMemoryForecastStore(people);
    events = new InMemoryEventStore(people);
    offers = new InMemoryOfferStore(people, events, UUID::randomUUID);
    analytics = new InMemoryAnalyticsStore(profiles, offers);
    privacy = new InMemoryPrivacyStore(people, devices, profiles, offers, events, forecasts);
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
  public ForecastStore forecasts() {
    return forecasts;
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

  /** Does nothing: there is nothing to give back. */
  @Override
  public void close() {}
}
