package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a fit can be trusted. Immutable.
 *
 * @param customers how many customers it saw
 * @param returningCustomers how many of them with a repeat purchase
 * @param rows how many different summaries they have, as far as the model tells them apart
 * @param logLikelihood the natural logarithm of the likelihood, without any regularization
 * @param bic Schwarz's criterion, -2 logLikelihood + parameters ln customers; lower is better
 * @param evaluations how often the likelihood was computed
 * @param converged whether the search ended where the likelihood is flat
 * @param moved whether it ended elsewhere than it started: a search that did not has failed
 * @param atBound the parameters that ended at the end of their range: the data do not say where
 *     they are, only that they are extreme
 * @param gradientNorm the steepest slope at the end, of the mean logarithm of the likelihood in the
 *     logarithm of a parameter
 * @param hessianCondition the ratio of the largest to the smallest curvature in the logarithms of
 *     the parameters inside their range; high means that some combination of parameters is hardly
 *     known; null when the end is no proper maximum
 * @param standardErrors by parameter inside its range, from the curvature; empty when the end is no
 *     proper maximum
 */
public record FitDiagnostics(
    int customers,
    int returningCustomers,
    int rows,
    double logLikelihood,
    double bic,
    int evaluations,
    boolean converged,
    boolean moved,
    List<String> atBound,
    double gradientNorm,
    @Nullable Double hessianCondition,
    Map<String, Double> standardErrors) {
  /**
   * Checks the diagnostics.
   *
   * @throws InvalidInputException naming the component that is missing, negative or not finite
   */
  public FitDiagnostics {
    Inputs.between("customers", customers, 1, Integer.MAX_VALUE);
    Inputs.between("returningCustomers", returningCustomers, 0, customers);
    Inputs.between("rows", rows, 1, customers);
    Inputs.between("logLikelihood", logLikelihood, -Double.MAX_VALUE, Double.MAX_VALUE);
    Inputs.between("bic", bic, -Double.MAX_VALUE, Double.MAX_VALUE);
    Inputs.between("evaluations", evaluations, 1, Integer.MAX_VALUE);
    atBound = Inputs.list("atBound", atBound);
    Inputs.between("gradientNorm", gradientNorm, 0, Double.MAX_VALUE);
    if (hessianCondition != null) {
      Inputs.between("hessianCondition", hessianCondition, 1, Double.MAX_VALUE);
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    Inputs.required("standardErrors", standardErrors)
        .forEach(
            (name, error) ->
                errors.put(
                    name,
                    Inputs.between(
                        "standardErrors",
                        Inputs.required("standardErrors", error),
                        0,
                        Double.MAX_VALUE)));
    standardErrors = Collections.unmodifiableMap(errors);
  }

  /** Returns whether the search moved, converged inside all ranges, and ended at a maximum. */
  public boolean sound() {
    return converged && moved && atBound.isEmpty() && hessianCondition != null;
  }
}
