package dev.customerintelligence.storage.memory;

import dev.customerintelligence.analytics.AnalyticsStore;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferStore;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventStore;
import dev.customerintelligence.forecast.ForecastStore;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.privacy.PrivacyStore;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.sync.SyncSource;
import dev.customerintelligence.sync.SyncTarget;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A storage that keeps no more than the narrowest columns in use: no names, carts and pages,
 * customer ids of 32 bits, and nothing by which it could follow or be followed. It shows that the
 * contract lets a storage say so.
 */
final class NarrowStorage implements Storage {
  private final Storage whole;

  NarrowStorage(TombstoneHasher tombstones) {
    whole = new InMemoryStorage(tombstones);
  }

  @Override
  public DeviceStore devices() {
    return narrow(DeviceStore.class, whole.devices());
  }

  @Override
  public ProfileStore profiles() {
    return narrow(ProfileStore.class, whole.profiles());
  }

  @Override
  public ForecastStore forecasts() {
    return whole.forecasts();
  }

  @Override
  public OfferStore offers() {
    return narrow(OfferStore.class, whole.offers());
  }

  @Override
  public EventStore events() {
    return narrow(EventStore.class, whole.events());
  }

  @Override
  public AnalyticsStore analytics() {
    return whole.analytics();
  }

  @Override
  public PrivacyStore privacy() {
    return whole.privacy();
  }

  @Override
  public Optional<SyncSource> syncSource() {
    return Optional.empty();
  }

  @Override
  public Optional<SyncTarget> syncTarget() {
    return Optional.empty();
  }

  @Override
  public void close() {
    whole.close();
  }

  private static <T> T narrow(Class<T> port, T wide) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("supports")) {
                return false;
              }
              for (Object argument : arguments) {
                check(argument);
              }
              try {
                return method.invoke(wide, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static void check(@Nullable Object argument) {
    if (argument instanceof List<?> list) {
      list.forEach(NarrowStorage::check);
    } else if (argument instanceof Sighting sighting) {
      checkId(sighting.customerId());
    } else if (argument instanceof CustomerProfile profile) {
      checkId(profile.customerId());
      refuseUnlessNull("name", profile.name());
    } else if (argument instanceof OfferDraft draft) {
      checkId(draft.customerId());
      refuseUnlessNull("cartSnapshot", draft.cartSnapshot());
    } else if (argument instanceof BehavioralEvent event) {
      checkId(event.customerId());
      refuseUnlessNull("pageUrl", event.pageUrl());
    }
  }

  private static void checkId(@Nullable Long id) {
    if (id != null && id > Integer.MAX_VALUE) {
      throw new InvalidInputException("customerId", "must fit 32 bits, is " + id);
    }
  }

  private static void refuseUnlessNull(String field, @Nullable Object value) {
    if (value != null) {
      throw new InvalidInputException(field, "must be null; this storage has no place for it");
    }
  }
}
