package dev.customerintelligence.profile;

/** Is told how far work on all customers is. */
@FunctionalInterface
public interface RecalculationListener {
  /**
   * Is called after each batch, on the thread that works.
   *
   * @param done customers looked at so far
   * @param total customers in all; may be an estimate
   */
  void progress(long done, long total);
}
