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
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTarget;
import java.time.InstantSource;
import java.util.Optional;
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
  private final InMemorySyncSource syncSource;
  private final InMemorySyncTarget syncTarget;

  /** Makes an empty storage. */
  public InMemoryStorage(TombstoneHasher tombstones) {
    this(tombstones, InstantSource.system());
  }

  /**
   * Makes an empty storage.
   *
   * @param tombstones hashes email addresses for tombstones
   * @param clock when rows change, for those who follow this storage
   */
  public InMemoryStorage(TombstoneHasher tombstones, InstantSource clock) {
    Inputs.required("clock", clock);
    People people = new People(Inputs.required("tombstones", tombstones));
    devices = new InMemoryDeviceStore(people);
    profiles = new InMemoryProfileStore(people, clock);
    forecasts = new InMemoryForecastStore(people);
    events = new InMemoryEventStore(people);
    offers = new InMemoryOfferStore(people, events, UUID::randomUUID, clock);
    analytics = new InMemoryAnalyticsStore(profiles, offers);
    syncSource = new InMemorySyncSource(people, profiles, offers, events, clock);
    syncTarget = new InMemorySyncTarget(people, devices, profiles, offers, events);
    privacy =
        new InMemoryPrivacyStore(people, devices, profiles, offers, events, forecasts, syncTarget);
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

  @Override
  public Optional<SyncSource> syncSource() {
    return Optional.of(syncSource);
  }

  @Override
  public Optional<SyncTarget> syncTarget() {
    return Optional.of(syncTarget);
  }

  /** Does nothing: there is nothing to give back. */
  @Override
  public void close() {}
}
