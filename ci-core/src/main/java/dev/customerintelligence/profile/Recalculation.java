package dev.customerintelligence.profile;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.CustomerHistory;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.UnreadableOrders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run over many customers: calculates and saves page by page, and keeps count. */
final class Recalculation {
  private final Function<Instant, Calculation> calculation;
  private final Function<List<CustomerProfile>, List<ProfileSave>> saving;
  private final RecalculationListener listener;
  private final InstantSource clock;
  private final Instant begun;
  private final Map<ProfileSave, Long> saves = new EnumMap<>(ProfileSave.class);
  private final List<RecalculationReport.Refusal> refusals = new ArrayList<>();
  private long refused;
  private long done;

  /** Calculates profiles of orders that were read after one moment. */
  interface Calculation {
    CustomerProfile of(CustomerOrders history);
  }

  Recalculation(
      Function<Instant, Calculation> calculation,
      Function<List<CustomerProfile>, List<ProfileSave>> saving,
      RecalculationListener listener,
      InstantSource clock) {
    this.calculation = calculation;
    this.saving = saving;
    this.listener = listener;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /**
   * Does one page, without telling the listener.
   *
   * @param readFrom a moment before the page was read
   */
  void page(Instant readFrom, List<CustomerHistory> page) {
    List<CustomerProfile> batch = new ArrayList<>(page.size());
    Calculation calculating = calculation.apply(readFrom);
    for (CustomerHistory history : page) {
      CustomerProfile profile = calculate(history, calculating);
      if (profile != null) {
        batch.add(profile);
      }
    }
    save(batch);
    done += page.size();
  }

  /**
   * Tells the listener that all customers up to the last one of a page are done.
   *
   * @param total how many customers there are in all, as far as anybody knows
   */
  void progress(List<CustomerHistory> page, long total) {
    if (!page.isEmpty()) {
      listener.progress(
          new RecalculationProgress(
              done,
              Math.max(done, total),
              Duration.between(begun, clock.instant()),
              page.get(page.size() - 1).customer()));
    }
  }

  /** Does one customer who was not met in the walk, and names him when he has no orders. */
  void one(Instant readFrom, EmailAddress customer, Supplier<CustomerOrders> reading) {
    try {
      CustomerOrders history = reading.get();
      if (history.orders().isEmpty()) {
        listener.ordersGone(customer);
      }
      saving.apply(List.of(calculation.apply(readFrom).of(history))).forEach(this::saved);
    } catch (InvalidInputException | UnreadableRowException e) {
      refused(customer, e.getMessage());
    }
  }

  RecalculationReport report() {
    return new RecalculationReport(saves, refused, refusals);
  }

  private @Nullable CustomerProfile calculate(CustomerHistory history, Calculation calculating) {
    if (history instanceof UnreadableOrders unreadable) {
      refused(unreadable.customer(), unreadable.reason());
      return null;
    }
    try {
      return calculating.of((CustomerOrders) history);
    } catch (InvalidInputException e) {
      refused(history.customer(), e.getMessage());
      return null;
    }
  }

  /**
   * A store that cannot hold one profile of a batch, or cannot read what it holds of one, saves
   * none: then each is saved by itself.
   */
  private void save(List<CustomerProfile> batch) {
    try {
      saving.apply(batch).forEach(this::saved);
    } catch (InvalidInputException | UnreadableRowException oneOfThem) {
      for (CustomerProfile profile : batch) {
        try {
          saving.apply(List.of(profile)).forEach(this::saved);
        } catch (InvalidInputException | UnreadableRowException e) {
          refused(profile.customer(), e.getMessage());
        }
      }
    }
  }

  private void saved(ProfileSave save) {
    saves.merge(save, 1L, Long::sum);
  }

  private void refused(EmailAddress customer, String reason) {
    refused++;
    if (refusals.size() < RecalculationReport.MAX_REFUSALS) {
      refusals.add(new RecalculationReport.Refusal(customer, reason));
    }
  }
}
