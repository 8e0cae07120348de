package dev.customerintelligence.identity;

/** The operating system that a user agent claims. More may be added: a switch needs a default. */
public enum OperatingSystem {
  /** Windows, but not Windows Phone. */
  WINDOWS,
  /** macOS; also an iPad that asks for desktop sites, which cannot be told from it. */
  MACOS,
  /** Linux on a computer. */
  LINUX,
  /** Android, also Fire OS. */
  ANDROID,
  /** iOS and iPadOS. */
  IOS,
  /** ChromeOS. */
  CHROME_OS,
  /** Anything else. */
  OTHER
}
