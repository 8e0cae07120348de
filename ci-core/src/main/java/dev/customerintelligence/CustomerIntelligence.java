package dev.customerintelligence;

import com.google.common.util.concurrent.MoreExecutors;
import dev.customerintelligence.analytics.AnalyticsService;
import dev.customerintelligence.bundle.BundlePolicy;
import dev.customerintelligence.bundle.BundleService;
import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.EventService;
import dev.customerintelligence.forecast.ForecastPolicy;
import dev.customerintelligence.forecast.ForecastService;
import dev.customerintelligence.identity.GeoLocator;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.privacy.PrivacyService;
import dev.customerintelligence.privacy.RetentionPolicy;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileService;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.RecognitionService;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The library's entry: one per application, with one service per capability. Thread-safe.
 *
 * <p>It starts no thread until the population statistics are first renewed, and reads nothing
 * before it is asked. Event writers are the caller's to close, before this is closed.
 */
public final class CustomerIntelligence implements AutoCloseable {
  private static final Duration LONGEST_RENEWAL = Duration.ofSeconds(10);

  private final Storage storage;
  private final ExecutorService background;
  private final RecognitionService recognition;
  private final ProfileService profiles;
  private final ForecastService forecasts;
  private final BundleService bundles;
  private final EventService events;
  private final AnalyticsService analytics;
  private final PrivacyService privacy;

  private CustomerIntelligence(Builder builder) {
    HashKey key = Inputs.required("hashKey", builder.hashKey);
    List<HashKey> previous =
        builder.previousHashKeys == null ? List.of() : builder.previousHashKeys;
    InstantSource clock = builder.clock == null ? InstantSource.system() : builder.clock;
    ProfilePolicy profilePolicy =
        builder.profilePolicy == null ? ProfilePolicy.defaults() : builder.profilePolicy;
    SecureRandom random = new SecureRandom();
    StorageFactory factory = builder.storage == null ? InMemoryStorage::new : builder.storage;
    storage = Inputs.required("storage", factory.open(new TombstoneHasher(key, previous)));
    background = idleThread();
    recognition =
        new RecognitionService(
            storage.devices(),
            builder.ipHasher == null ? ipHasher(key, previous) : builder.ipHasher,
            builder.geoLocator == null ? address -> Optional.empty() : builder.geoLocator,
            builder.recognitionModel == null
                ? RecognitionModel.defaults()
                : builder.recognitionModel,
            clock,
            background);
    OrderHistory orders =
        builder.orderHistory == null ? new InMemoryOrderHistory(List.of()) : builder.orderHistory;
    forecasts =
        new ForecastService(
            storage.forecasts(),
            orders,
            profilePolicy,
            builder.forecastPolicy == null ? ForecastPolicy.defaults() : builder.forecastPolicy,
            clock);
    profiles =
        new ProfileService(
            storage.profiles(),
            storage.devices(),
            orders,
            profilePolicy,
            clock,
            forecasts::primeWindows);
    bundles =
        new BundleService(
            storage.offers(),
            storage.profiles(),
            builder.catalogue == null ? ids -> Map.of() : builder.catalogue,
            builder.bundlePolicy == null ? BundlePolicy.defaults() : builder.bundlePolicy,
            profilePolicy.excludedProducts(),
            clock,
            random);
    events = new EventService(storage.events(), clock, random);
    analytics = new AnalyticsService(storage.analytics(), storage.events());
    privacy =
        new PrivacyService(
            storage.privacy(),
            builder.retentionPolicy == null ? RetentionPolicy.defaults() : builder.retentionPolicy,
            clock);
  }

  /** Starts from the defaults: in memory, the deployed shop's rules; a hash key must be given. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the service that recognizes returning visitors. */
  public RecognitionService recognition() {
    return recognition;
  }

  /** Returns the service that keeps purchase profiles. */
  public ProfileService profiles() {
    return profiles;
  }

  /** Returns the service that fits models to the shop's orders and forecasts customers. */
  public ForecastService forecasts() {
    return forecasts;
  }

  /** Returns the service that makes and follows bundle offers. */
  public BundleService bundles() {
    return bundles;
  }

  /** Returns the service that logs behavioural events. */
  public EventService events() {
    return events;
  }

  /** Returns the service that answers the shop's questions. */
  public AnalyticsService analytics() {
    return analytics;
  }

  /** Returns the service for retention, erasure and export. */
  public PrivacyService privacy() {
    return privacy;
  }

  /** Ends the background thread, if there is one, and closes the storage. */
  @Override
  public void close() {
    background.shutdownNow();
    MoreExecutors.shutdownAndAwaitTermination(background, LONGEST_RENEWAL);
    storage.close();
  }

  private static IpHasher ipHasher(HashKey key, List<HashKey> previous) {
    IpHasher hasher = IpHasher.hmac(key);
    for (HashKey older : previous) {
      hasher = hasher.alsoReading(IpHasher.hmac(older));
    }
    return hasher;
  }

  private static ExecutorService idleThread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "customer-intelligence");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Builds a {@link CustomerIntelligence}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private @Nullable HashKey hashKey;
    private @Nullable List<HashKey> previousHashKeys;
    private @Nullable StorageFactory storage;
    private @Nullable InstantSource clock;
    private @Nullable IpHasher ipHasher;
    private @Nullable GeoLocator geoLocator;
    private @Nullable RecognitionModel recognitionModel;
    private @Nullable OrderHistory orderHistory;
    private @Nullable ProfilePolicy profilePolicy;
    private @Nullable ForecastPolicy forecastPolicy;
    private @Nullable Catalogue catalogue;
    private @Nullable BundlePolicy bundlePolicy;
    private @Nullable RetentionPolicy retentionPolicy;

    private Builder() {}

    /**
     * Sets the secret under which IP addresses and erased people are hashed; required. Keep it:
     * under another one no address is found again, and erased people could come back.
     */
    public Builder hashKey(HashKey value) {
      hashKey = Once.set("hashKey", hashKey, value);
      return this;
    }

    /** Sets the keys that were in use before; they are read, not written. Default: none. */
    public Builder previousHashKeys(List<HashKey> value) {
      previousHashKeys =
          Inputs.list("previousHashKeys", Once.set("previousHashKeys", previousHashKeys, value));
      return this;
    }

    /** Sets the storage; default: {@link InMemoryStorage}. It is closed with what is built. */
    public Builder storage(StorageFactory value) {
      storage = Once.set("storage", storage, value);
      return this;
    }

    /** Sets where the time comes from; default: the system. */
    public Builder clock(InstantSource value) {
      clock = Once.set("clock", clock, value);
      return this;
    }

    /** Sets how IP addresses are hashed; default: {@link IpHasher#hmac} with the hash keys. */
    public Builder ipHasher(IpHasher value) {
      ipHasher = Once.set("ipHasher", ipHasher, value);
      return this;
    }

    /** Sets who finds the place of a visit that comes without one; default: nobody. */
    public Builder geoLocator(GeoLocator value) {
      geoLocator = Once.set("geoLocator", geoLocator, value);
      return this;
    }

    /** Sets the numbers of the recognition; default: {@link RecognitionModel#defaults}. */
    public Builder recognitionModel(RecognitionModel value) {
      recognitionModel = Once.set("recognitionModel", recognitionModel, value);
      return this;
    }

    /** Sets where orders come from; default: an empty history. */
    public Builder orderHistory(OrderHistory value) {
      orderHistory = Once.set("orderHistory", orderHistory, value);
      return this;
    }

    /** Sets the rules of profiles; default: {@link ProfilePolicy#defaults}. */
    public Builder profilePolicy(ProfilePolicy value) {
      profilePolicy = Once.set("profilePolicy", profilePolicy, value);
      return this;
    }

    /** Sets what forecasts are to say; default: {@link ForecastPolicy#defaults}. */
    public Builder forecastPolicy(ForecastPolicy value) {
      forecastPolicy = Once.set("forecastPolicy", forecastPolicy, value);
      return this;
    }

    /** Sets where current prices come from; default: an empty catalogue. */
    public Builder catalogue(Catalogue value) {
      catalogue = Once.set("catalogue", catalogue, value);
      return this;
    }

    /** Sets the rules of offers; default: {@link BundlePolicy#defaults}. */
    public Builder bundlePolicy(BundlePolicy value) {
      bundlePolicy = Once.set("bundlePolicy", bundlePolicy, value);
      return this;
    }

    /** Sets how long things are kept; default: {@link RetentionPolicy#defaults}. */
    public Builder retentionPolicy(RetentionPolicy value) {
      retentionPolicy = Once.set("retentionPolicy", retentionPolicy, value);
      return this;
    }

    /**
     * Returns the library, ready for use.
     *
     * @throws InvalidInputException naming {@code hashKey}, when none was given; {@link
     *     HashKey#generate} makes one
     * @throws dev.customerintelligence.error.StorageUnavailableException when the storage is away
     */
    public CustomerIntelligence build() {
      if (hashKey == null) {
        throw new InvalidInputException(
            "hashKey",
            "must be given; HashKey.generate(id) makes one, to be kept with your secrets");
      }
      return new CustomerIntelligence(this);
    }
  }
}
