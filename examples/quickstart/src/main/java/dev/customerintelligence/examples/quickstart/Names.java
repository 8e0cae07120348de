package dev.customerintelligence.examples.quickstart;

import java.util.Locale;

/** Constants as words. */
final class Names {
  private Names() {}

  /** TOO_EARLY as "too early". */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
