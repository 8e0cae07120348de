package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Several fitted models, and which is preferred why. Immutable.
 *
 * @param criterion by what they were compared
 * @param candidates best first, at least one
 */
public record ModelChoice(Criterion criterion, List<Candidate> candidates) {
  /** By what models are compared; lower is better. */
  public enum Criterion {
    /** Schwarz's criterion on the data that they were fitted to. */
    BIC,
    /**
     * The mean negative logarithm of the probability that they gave to what happened after the time
     * they were fitted to.
     */
    HELD_OUT_LOG_SCORE
  }

  /**
   * A model and its score.
   *
   * @param fitted the model
   * @param score by the criterion, lower is better, finite
   */
  public record Candidate(FittedModel fitted, double score) {
    /**
     * Checks the candidate.
     *
     * @throws InvalidInputException naming what is null or not finite
     */
    public Candidate {
      Inputs.required("fitted", fitted);
      Inputs.between("score", score, -Double.MAX_VALUE, Double.MAX_VALUE);
    }
  }

  /**
   * Checks the choice.
   *
   * @throws InvalidInputException naming {@code candidates}, when there are none or a later one is
   *     better than an earlier
   */
  public ModelChoice {
    Inputs.required("criterion", criterion);
    candidates = Inputs.list("candidates", candidates);
    if (candidates.isEmpty()) {
      throw new InvalidInputException("candidates", "must be at least one");
    }
    for (int i = 1; i < candidates.size(); i++) {
      if (candidates.get(i).score < candidates.get(i - 1).score) {
        throw new InvalidInputException("candidates", "must be sorted by score");
      }
    }
  }

  static ModelChoice ofLowest(Criterion criterion, List<Candidate> candidates) {
    return new ModelChoice(
        criterion,
        candidates.stream().sorted(Comparator.comparingDouble(Candidate::score)).toList());
  }

  /** Returns the preferred model. */
  public FittedModel best() {
    return candidates.get(0).fitted();
  }

  /** Returns in a few lines which model is preferred, by how much, and what speaks against it. */
  public String explanation() {
    StringBuilder text = new StringBuilder();
    double best = candidates.get(0).score();
    for (Candidate candidate : candidates) {
      FitDiagnostics diagnostics = candidate.fitted().diagnostics();
      text.append(candidate.fitted().model().spec().label())
          .append(
              String.format(
                  Locale.ROOT,
                  ": %s %.4f (%+.4f)",
                  criterion == Criterion.BIC ? "BIC" : "held-out log score",
                  candidate.score(),
                  candidate.score() - best));
      if (!diagnostics.converged()) {
        text.append("; its search did not converge");
      }
      if (!diagnostics.moved()) {
        text.append("; its search never left its start");
      }
      if (diagnostics.hessianCondition() == null) {
        text.append("; its end is no proper maximum");
      }
      if (!diagnostics.atBound().isEmpty()) {
        text.append("; at the end of their range: ")
            .append(String.join(", ", diagnostics.atBound()));
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }
}
