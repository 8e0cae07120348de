package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.RecalculationReport.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What forecasting all customers came to. Immutable.
 *
 * @param saves how many forecasts had each outcome
 * @param withoutOrders how many customers have no order that counts, and so no forecast
 * @param refused how many customers have orders that cannot be read or used; their forecasts stay
 * @param refusals the first of those, at most {@link
 *     dev.customerintelligence.profile.RecalculationReport#MAX_REFUSALS}
 */
public record ForecastReport(
    Map<ForecastSave, Long> saves, long withoutOrders, long refused, List<Refusal> refusals) {
  /** Copies the collections. */
  public ForecastReport {
    saves = Map.copyOf(Inputs.required("saves", saves));
    refusals = Inputs.list("refusals", refusals);
  }

  /** Returns how many forecasts had an outcome. */
  public long count(ForecastSave outcome) {
    return saves.getOrDefault(outcome, 0L);
  }

  /** Returns how many customers were looked at. */
  public long customers() {
    return withoutOrders + refused + saves.values().stream().mapToLong(Long::longValue).sum();
  }
}
