package dev.customerintelligence.profile;

/** Is told how far a recalculation of many profiles is. */
@FunctionalInterface
public interface RecalculationListener {
  /** Is called after each batch that was saved, on the thread that recalculates. */
  void progress(RecalculationProgress progress);
}
