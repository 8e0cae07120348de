package dev.customerintelligence.event;

/**
 * The event types that the library itself or its dashboards rely on; any other text is fine too.
 */
public final class EventTypes {
  /** An email address was entered in the checkout. */
  public static final String CHECKOUT_EMAIL_ENTERED = "checkout_email_entered";

  /** A bundle offer was shown. */
  public static final String BUNDLE_VIEWED = "bundle_viewed";

  /** A bundle offer was put into the cart. */
  public static final String BUNDLE_ACCEPTED = "bundle_accepted";

  /** A bundle offer was declined. */
  public static final String BUNDLE_REJECTED = "bundle_rejected";

  /** An order was completed. */
  public static final String ORDER_COMPLETED = "order_completed";

  private EventTypes() {}
}
