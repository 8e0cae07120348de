package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Checks forecasts on a shop's own past, so that nobody has to believe them. Pure and thread-safe.
 *
 * <p>At the moment of a forecast only what lay before it is used: of the customer all orders until
 * then, of the other customers what the model saw until the last split.
 */
public final class ForecastEvaluation {
  private ForecastEvaluation() {}

  /**
   * Fits a model at each split and scores what it forecasts until the next.
   *
   * @param shop all customers
   * @throws InvalidInputException naming {@code plan}, when it leaves no forecast that returned;
   *     {@code summaries}, when too few customers had come back by a split to fit a model
   */
  public static EvaluationReport evaluate(
      List<PurchaseDays> shop, EvaluationPlan plan, ModelSpec spec, FitOptions options) {
    return evaluate(
        Inputs.list("shop", shop),
        Inputs.required("plan", plan),
        split -> ModelFitter.fit(PurchaseDays.summaries(shop, split), spec, options).model());
  }

  /**
   * Scores what one model forecasts from the first split on.
   *
   * @param shop all customers
   * @param model a model with times in days
   * @throws InvalidInputException naming {@code plan}, when it leaves no forecast that returned
   */
  public static EvaluationReport evaluate(
      List<PurchaseDays> shop, EvaluationPlan plan, PurchaseModel model) {
    Inputs.required("model", model);
    return evaluate(Inputs.list("shop", shop), Inputs.required("plan", plan), split -> model);
  }

  /**
   * Fits several models at the first split and prefers the one that gave the highest probability to
   * what happened then, returns and missing ones alike.
   *
   * @param specs at least one; the one first named wins a tie
   * @throws InvalidInputException naming {@code candidates}, when there is no spec; otherwise like
   *     {@link #evaluate(List, EvaluationPlan, ModelSpec, FitOptions)}
   */
  public static ModelChoice choose(
      List<PurchaseDays> shop, EvaluationPlan plan, List<ModelSpec> specs, FitOptions options) {
    List<PurchaseSummary> summaries =
        PurchaseDays.summaries(shop, Inputs.required("plan", plan).splits().get(0));
    List<ModelChoice.Candidate> candidates = new ArrayList<>();
    for (ModelSpec spec : Inputs.list("specs", specs)) {
      FittedModel fitted = ModelFitter.fit(summaries, spec, options);
      candidates.add(
          new ModelChoice.Candidate(
              fitted, heldOutLogScore(shop, plan, fitted.model().predictor())));
    }
    return ModelChoice.ofLowest(ModelChoice.Criterion.HELD_OUT_LOG_SCORE, candidates);
  }

  private static EvaluationReport evaluate(
      List<PurchaseDays> shop, EvaluationPlan plan, Function<LocalDate, PurchaseModel> models) {
    Scoreboard scores = new Scoreboard(plan.followUpDays(), plan.policy().windowLevel());
    for (int i = 0; i < plan.splits().size(); i++) {
      Forecaster forecaster = Forecaster.of(models.apply(plan.splits().get(i)), plan.policy());
      forEachOrigin(
          shop,
          plan,
          i,
          (summary, next) -> {
            if (summary.frequency() == 0) {
              scores.tooEarly();
            } else {
              NextOrderDistribution forecast = forecaster.predictor().nextOrder(summary);
              scores.add(summary, forecast, next);
              scores.addStated(forecaster.nextOrder(summary, forecast, LocalDate.EPOCH), next);
            }
          });
    }
    return scores.report();
  }

  private static double heldOutLogScore(
      List<PurchaseDays> shop, EvaluationPlan plan, PurchasePredictor predictor) {
    Scoreboard scores = new Scoreboard(plan.followUpDays(), plan.policy().windowLevel());
    for (int i = 0; i < plan.splits().size(); i++) {
      forEachOrigin(
          shop, plan, i, (summary, next) -> scores.addLogScore(predictor.nextOrder(summary), next));
    }
    return scores.censoredLogScore();
  }

  /** Takes an order, as the end of what is known, and the days to the next; infinite for none. */
  private interface OriginVisitor {
    void visit(PurchaseSummary summary, double daysToNext);
  }

  private static void forEachOrigin(
      List<PurchaseDays> shop, EvaluationPlan plan, int splitIndex, OriginVisitor visitor) {
    int after = PurchaseDays.epochDay(plan.splits().get(splitIndex));
    int end = PurchaseDays.epochDay(plan.end());
    int until = end - plan.followUpDays();
    if (splitIndex + 1 < plan.splits().size()) {
      until = Math.min(until, PurchaseDays.epochDay(plan.splits().get(splitIndex + 1)));
    }
    for (PurchaseDays customer : shop) {
      int last = customer.countUntil(until);
      for (int i = customer.countUntil(after); i < last; i++) {
        int origin = customer.epochDayOf(i);
        boolean hasNext = i + 1 < customer.size() && customer.epochDayOf(i + 1) <= end;
        visitor.visit(
            customer.summaryOf(i + 1, origin),
            hasNext ? customer.epochDayOf(i + 1) - origin : Double.POSITIVE_INFINITY);
      }
    }
  }
}
