package dev.customerintelligence.profile;

/** Is told how far work on many customers is. */
@FunctionalInterface
public interface RecalculationListener {
  /** Is called after each batch that was saved, on the thread that works. */
  void progress(RecalculationProgress progress);
}
