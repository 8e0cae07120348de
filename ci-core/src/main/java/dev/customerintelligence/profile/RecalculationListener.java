package dev.customerintelligence.profile;

import dev.customerintelligence.identity.EmailAddress;

/** Is told how far work on many customers is. */
@FunctionalInterface
public interface RecalculationListener {
  /** Is called after each page of customers that was done, on the thread that works. */
  void progress(RecalculationProgress progress);

  /**
   * Is called for each customer whose stored profile had orders while the order history has none
   * any more, on the thread that works, before the profile is emptied: after a failure the next
   * recalculation of all customers calls again. Who was emptied by a recalculation of one customer
   * or of those that changed is not named. The shop may have moved these orders to another address;
   * or have anonymised them, and then wants the person erased, which may be done here.
   */
  default void ordersGone(EmailAddress customer) {}
}
