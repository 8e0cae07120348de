package dev.customerintelligence.forecast;

import dev.customerintelligence.profile.RecalculationListener;

/** Is told how far a fit is. */
@FunctionalInterface
public interface FitListener extends RecalculationListener {
  /**
   * Is called after each candidate that was fitted, on the thread that works. All customers have
   * been read by then; the mixed model takes by far the longest.
   */
  default void fitted(FittedModel candidate) {}
}
