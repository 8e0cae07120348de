package dev.customerintelligence.identity;

/**
 * The program that a user agent claims to be. More may be added: a {@code switch} needs a default.
 */
public enum BrowserFamily {
  /** Google Chrome and whatever cannot be told from it, such as Brave. */
  CHROME,
  /** Microsoft Edge. */
  EDGE,
  /** Mozilla Firefox. */
  FIREFOX,
  /** Apple Safari. */
  SAFARI,
  /** Opera, also Opera Mini. */
  OPERA,
  /** Samsung Internet. */
  SAMSUNG_INTERNET,
  /** Vivaldi, where it says so. */
  VIVALDI,
  /** Yandex Browser. */
  YANDEX,
  /** UC Browser. */
  UC_BROWSER,
  /** Huawei Browser. */
  HUAWEI,
  /** Xiaomi's Mi Browser. */
  MIUI,
  /** DuckDuckGo's browser. */
  DUCKDUCKGO,
  /** Amazon Silk. */
  SILK,
  /** A browser inside another app, which shares nothing with the device's own browser. */
  WEBVIEW,
  /** A crawler, a monitor or an HTTP library. */
  BOT,
  /** Anything else. */
  OTHER
}
