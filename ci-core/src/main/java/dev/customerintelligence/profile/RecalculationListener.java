package dev.customerintelligence.profile;

import dev.customerintelligence.identity.EmailAddress;

/** Is told how far work on many customers is. */
@FunctionalInterface
public interface RecalculationListener {
  /** Is called after each batch that was saved, on the thread that works. */
  void progress(RecalculationProgress progress);

  /**
   * Is called for each customer whose stored profile had orders while the order history has none
   * any more, after the profile was emptied, on the thread that works. The shop may have moved
   * these orders to another address; or have anonymised them, and then wants the person erased.
   */
  default void ordersGone(EmailAddress customer) {}
}
