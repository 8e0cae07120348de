package dev.customerintelligence.identity;

/** The kind of device that a user agent claims. */
public enum DeviceClass {
  /** A computer with a keyboard; also an iPad that asks for desktop sites. */
  DESKTOP,
  /** A phone. */
  PHONE,
  /** A tablet. */
  TABLET,
  /** No device: a crawler, a monitor or an HTTP library. */
  BOT,
  /** A television, a console, or not known. */
  OTHER
}
