package dev.customerintelligence.profile;

/** Is told how far a recalculation of all profiles is. */
@FunctionalInterface
public interface RecalculationListener {
  /**
   * Is called after each batch, on the thread that recalculates.
   *
   * @param done customers looked at so far
   * @param total customers in all; may be an estimate
   */
  void progress(long done, long total);
}
