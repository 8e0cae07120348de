package dev.customerintelligence.examples.storefront.dashboard;

import dev.customerintelligence.recognition.Candidate;
import dev.customerintelligence.recognition.Evidence;
import java.util.List;
import java.util.Locale;

/**
 * How the evidence moved one candidate's probability, step by step, in bits.
 *
 * @param customer who, masked
 * @param posterior the probability in the end, in percent
 * @param steps the prior, the browser, the network
 */
record Waterfall(String customer, String posterior, List<Step> steps) {
  /**
   * One step.
   *
   * @param name what spoke
   * @param level what it said
   * @param bits by how much it moves the odds
   * @param from where the odds stood before, in bits
   * @param to where they stand after
   * @param left where its bar begins, 0..1 of the width
   * @param width of its bar, 0..1
   */
  record Step(
      String name, String level, double bits, double from, double to, double left, double width) {
    /** Returns the bits with their sign. */
    public String text() {
      return String.format(Locale.ROOT, "%+.1f", bits);
    }
  }

  static Waterfall of(Candidate candidate) {
    double prior = log2(candidate.prior() / (1 - candidate.prior()));
    double browser = prior + candidate.browser().bits();
    double network = browser + candidate.network().bits();
    double low = Math.min(Math.min(prior, 0), Math.min(browser, network));
    double span = Math.max(1, Math.max(Math.max(prior, 0), Math.max(browser, network)) - low);
    return new Waterfall(
        candidate.customer().toString(),
        String.format(Locale.ROOT, "%.2f %%", 100 * candidate.posterior()),
        List.of(
            step("Before this visit", "how often the customer comes", 0, prior, low, span),
            step("Browser", words(candidate.browser()), prior, browser, low, span),
            step("Network", words(candidate.network()), browser, network, low, span)));
  }

  private static Step step(
      String name, String level, double from, double to, double low, double span) {
    return new Step(
        name,
        level,
        to - from,
        from,
        to,
        (Math.min(from, to) - low) / span,
        Math.abs(to - from) / span);
  }

  private static String words(Evidence evidence) {
    return evidence.level().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
