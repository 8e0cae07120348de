package dev.customerintelligence.recognition;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.GeoLocator;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.internal.Inputs;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognizes returning visitors and remembers the devices of known ones. Thread-safe. */
public final class RecognitionService {
  /** The most devices or customers that a list returns. */
  public static final int MAX_LISTED = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(RecognitionService.class);
  private static final Duration MAX_STATISTICS_AGE = Duration.ofMinutes(1);
  private static final Recognition NOTHING_TO_GO_BY =
      new Recognition(Decision.UNKNOWN, List.of(), 1, 0);

  private final DeviceStore devices;
  private final IpHasher ipHasher;
  private final GeoLocator geoLocator;
  private final RecognitionModel model;
  private final InstantSource clock;
  private final CachedStatistics statistics;

  /**
   * Joins a store, the hashing, the model and a clock.
   *
   * @param background runs the renewal of the population statistics, about once a minute in use
   */
  public RecognitionService(
      DeviceStore devices,
      IpHasher ipHasher,
      GeoLocator geoLocator,
      RecognitionModel model,
      InstantSource clock,
      Executor background) {
    this.devices = Inputs.required("devices", devices);
    this.ipHasher = Inputs.required("ipHasher", ipHasher);
    this.geoLocator = Inputs.required("geoLocator", geoLocator);
    this.model = Inputs.required("model", model);
    this.clock = Inputs.required("clock", clock);
    this.statistics =
        new CachedStatistics(
            () -> devices.statistics(clock.instant(), model.visitHalfLife(), model.maxPerKey()),
            MAX_STATISTICS_AGE,
            clock,
            Inputs.required("background", background));
  }

  /**
   * Says whose visit it is. Stores nothing.
   *
   * <p>A visit with neither a fingerprint nor a usable address is UNKNOWN without a look at the
   * storage. The first call reads the population statistics; see {@link #renewStatistics}.
   *
   * @throws InvalidInputException naming {@code visit}, when it is null
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public Recognition recognize(Visit visit) {
    VisitSignals signals = signals(Inputs.required("visit", visit));
    if (!signals.hasKey()) {
      return NOTHING_TO_GO_BY;
    }
    Instant now = clock.instant();
    DeviceMatches matches = devices.matches(signals, model.maxPerKey());
    return RecognitionScorer.score(signals, matches, statistics.get(now), model, now);
  }

  /**
   * Remembers that this visit was this customer's, known from a sign-in or the checkout.
   *
   * @param customerId the shop's customer id, at least 1, or null for a guest
   * @throws InvalidInputException naming the field, when an argument is null or out of range, or
   *     the visit has neither a fingerprint nor a usable address; nothing is stored then
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away;
   *     repeating the call may count one visit twice
   */
  public SightingOutcome remember(Visit visit, EmailAddress customer, @Nullable Long customerId) {
    VisitSignals signals = signals(Inputs.required("visit", visit));
    return devices.record(
        new Sighting(
            customer,
            customerId,
            signals.fingerprint(),
            signals.ipHashes().isEmpty() ? null : signals.ipHashes().get(0),
            signals.userAgent(),
            signals.place(),
            clock.instant()));
  }

  /** Remembers a guest's visit; as {@link #remember(Visit, EmailAddress, Long)}. */
  public SightingOutcome remember(Visit visit, EmailAddress customer) {
    return remember(visit, customer, null);
  }

  /** Returns the customer's devices, newest first, at most 1,000. */
  public List<Device> devicesOf(EmailAddress customer) {
    return devices.devicesOf(Inputs.required("customer", customer), MAX_LISTED);
  }

  /** Returns the device of each customer who used this browser, newest first, at most 1,000. */
  public List<Device> customersOn(Fingerprint fingerprint) {
    return devices.customersOn(Inputs.required("fingerprint", fingerprint), MAX_LISTED);
  }

  /**
   * Reads the population statistics now. Call it once at start-up to spare the first visitor the
   * wait; afterwards they are renewed in the background while visits come.
   *
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  public PopulationStatistics renewStatistics() {
    return statistics.renew();
  }

  private VisitSignals signals(Visit visit) {
    IpAddress address = visit.ipAddress;
    Place place = visit.place == null && address != null ? locate(address) : visit.place;
    List<IpHash> ipHashes = address == null ? List.of() : ipHasher.hash(address).all();
    return new VisitSignals(visit.fingerprint, ipHashes, visit.userAgent, place);
  }

  private @Nullable Place locate(IpAddress address) {
    try {
      return Inputs.required("place", geoLocator.locate(address)).orElse(null);
    } catch (RuntimeException e) {
      LOG.warn("The geo locator failed with {}; the visit has no place", e.getClass().getName());
      return null;
    }
  }
}
