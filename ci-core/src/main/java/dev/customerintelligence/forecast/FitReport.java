package dev.customerintelligence.forecast;

import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.profile.RecalculationReport.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What fitting the shop's models came to. Immutable.
 *
 * @param save what became of the models
 * @param models the models
 * @param choice why these and not others
 * @param withoutSpend why there is no model of spend; null when there is one
 * @param customers how many customers were looked at
 * @param withoutOrders how many of them have no order that counts
 * @param refused how many of them have orders that cannot be read or used; they were left out
 * @param refusals the first of those, at most {@link
 *     dev.customerintelligence.profile.RecalculationReport#MAX_REFUSALS}
 */
public record FitReport(
    ForecastSave save,
    ForecastModels models,
    ModelChoice choice,
    @Nullable String withoutSpend,
    long customers,
    long withoutOrders,
    long refused,
    List<Refusal> refusals) {
  /** Copies the list. */
  public FitReport {
    refusals = Inputs.list("refusals", refusals);
  }
}
