package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.BrowserFamily;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import dev.customerintelligence.recognition.RecognitionModel.LevelRate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Scores candidates as Fellegi and Sunter (1969) do, for an open set: "nobody known" competes with
 * every customer. Pure and thread-safe.
 *
 * <p>Per signal an agreement on a value of frequency q weighs (m + (1 - m) q) / q and a
 * disagreement 1 - m, with q adjusted for the value as in Splink's term frequencies. Then
 *
 * <pre>
 * P(c | visit) = prior(c) r(c) / (prior(unknown) + sum over all customers of prior(j) r(j))
 * </pre>
 *
 * <p>A candidate's prior counts the visits of those devices that the keys found, as the others are
 * not loaded: it is low for a customer whose other devices visit more.
 *
 * <p>Customers who are no candidates are one mass in the denominator: their prior times 1 - m for
 * each key that is not saturated, as none of them has its value, and times 1 for a saturated one,
 * where sharing and not sharing cancel on average.
 */
public final class RecognitionScorer {
  private static final double LOG_2 = Math.log(2);
  private static final double SECONDS_PER_DAY = 86_400;

  private final VisitSignals visit;
  private final RecognitionModel model;
  private final Instant now;
  private final @Nullable Tally[] tallies;
  private int nominated;
  private double fingerprintFrequency;
  private double ipFrequency;

  private RecognitionScorer(
      VisitSignals visit, RecognitionModel model, Instant now, DeviceMatches matches) {
    this.visit = visit;
    this.model = model;
    this.now = now;
    this.tallies =
        Tallies.table(
            matches.byFingerprint().devices().size() + matches.byIpHash().devices().size());
  }

  /**
   * Says whose visit it is.
   *
   * @param visit what is known of the visit
   * @param matches the devices that its keys find
   * @param population what is known of all customers; may be minutes old
   * @param model the numbers to use
   * @param now the moment from which ages count
   * @throws dev.customerintelligence.error.InvalidInputException naming the argument that is null
   */
  public static Recognition score(
      VisitSignals visit,
      DeviceMatches matches,
      PopulationStatistics population,
      RecognitionModel model,
      Instant now) {
    Inputs.required("matches", matches);
    Inputs.required("population", population);
    return new RecognitionScorer(
            Inputs.required("visit", visit),
            Inputs.required("model", model),
            Inputs.required("now", now),
            matches)
        .score(matches, population);
  }

  private Recognition score(DeviceMatches matches, PopulationStatistics population) {
    KeyMatches byFingerprint = matches.byFingerprint();
    KeyMatches byIpHash = matches.byIpHash();
    List<Device> sameBrowser = byFingerprint.devices();
    List<Device> sameNetwork = byIpHash.devices();
    for (int i = 0; i < sameBrowser.size(); i++) {
      Tallies.of(tallies, sameBrowser.get(i)).foundByFingerprint = true;
    }
    for (int i = 0; i < sameNetwork.size(); i++) {
      Tallies.of(tallies, sameNetwork.get(i)).foundByIpHash = true;
    }
    count(byFingerprint, byIpHash, population);
    for (int i = 0; i < sameBrowser.size(); i++) {
      Device device = sameBrowser.get(i);
      compare(Tallies.of(tallies, device), device, true);
    }
    for (int i = 0; i < sameNetwork.size(); i++) {
      Device device = sameNetwork.get(i);
      Tally tally = Tallies.of(tallies, device);
      boolean foundTwice =
          tally.foundByFingerprint
              && device.fingerprint() != null
              && device.fingerprint().equals(visit.fingerprint());
      compare(tally, device, !foundTwice);
    }
    nominated = Tallies.nominate(tallies, byFingerprint.saturated(), byIpHash.saturated());
    return posterior(byFingerprint, byIpHash, population);
  }

  private void count(
      KeyMatches byFingerprint, KeyMatches byIpHash, PopulationStatistics population) {
    long found = 0;
    long onBrowser = 0;
    long onNetwork = 0;
    for (Tally tally : tallies) {
      if (tally != null) {
        found++;
        onBrowser += tally.foundByFingerprint ? 1 : 0;
        onNetwork += tally.foundByIpHash ? 1 : 0;
      }
    }
    long customers = Math.max(population.customers(), found);
    SignalStatistics<Fingerprint> browsers = population.fingerprints();
    SignalStatistics<IpHash> networks = population.ipHashes();
    Fingerprint fingerprint = visit.fingerprint();
    fingerprintFrequency =
        byFingerprint.saturated() && fingerprint != null
            ? crowdedFrequency(
                model.fingerprint(), onBrowser, List.of(fingerprint), browsers, customers)
            : model.fingerprint().frequency(onBrowser, customers, browsers.meanCustomersPerValue());
    ipFrequency =
        byIpHash.saturated()
            ? crowdedFrequency(model.ipAddress(), onNetwork, visit.ipHashes(), networks, customers)
            : model.ipAddress().frequency(onNetwork, customers, networks.meanCustomersPerValue());
  }

  private static <V> double crowdedFrequency(
      CopySignal signal,
      long found,
      List<V> values,
      SignalStatistics<V> statistics,
      long customers) {
    long counted = 0;
    for (V value : values) {
      counted += statistics.crowded().getOrDefault(value, 0L);
    }
    return counted == 0
        ? signal.saturatedFrequency()
        : signal.frequency(
            Math.max(found, counted),
            Math.max(customers, counted),
            statistics.meanCustomersPerValue());
  }

  private void compare(Tally tally, Device device, boolean countVisits) {
    double days = wholeSeconds(device.lastSeen(), now) / SECONDS_PER_DAY;
    if (countVisits) {
      tally.weight +=
          device.visitCount() * Math.exp(-Math.max(0, days) / model.visitHalfLifeDays() * LOG_2);
    }
    compareBrowser(tally, device, days);
    compareNetwork(tally, device, days);
  }

  /** As Duration.between, without making one for each device. */
  private static double wholeSeconds(Instant from, Instant to) {
    long seconds = to.getEpochSecond() - from.getEpochSecond();
    return to.getNano() < from.getNano() ? seconds - 1 : seconds;
  }

  private void compareBrowser(Tally tally, Device device, double days) {
    double kept = 0;
    Fingerprint before = device.fingerprint();
    Fingerprint after = visit.fingerprint();
    boolean comparable = before != null && after != null;
    if (before != null && after != null) {
      kept = model.fingerprint().mAfter(days);
      if (before.equals(after)) {
        browser(tally, Level.SAME_FINGERPRINT, kept + (1 - kept) * fingerprintFrequency);
        return;
      }
    }
    LevelRate rate = model.compatibleUserAgent();
    UserAgent known = telling(device.userAgent());
    UserAgent seen = telling(visit.userAgent());
    if (known != null && seen != null) {
      if (seen.isCompatibleSuccessorOf(known)) {
        browser(tally, Level.COMPATIBLE_USER_AGENT, (1 - kept) * rate.m());
      } else {
        browser(tally, Level.OTHER_BROWSER, (1 - kept) * (1 - rate.m()));
      }
    } else if (comparable) {
      browser(tally, Level.OTHER_FINGERPRINT, 1 - kept);
    } else {
      browser(tally, Level.NO_BROWSER_DATA, 1);
    }
  }

  private void compareNetwork(Tally tally, Device device, double days) {
    double kept = 0;
    boolean comparable = !visit.ipHashes().isEmpty() && device.ipHash() != null;
    if (comparable) {
      kept = model.ipAddress().mAfter(days);
      if (visit.ipHashes().contains(device.ipHash())) {
        network(tally, Level.SAME_ADDRESS, kept + (1 - kept) * ipFrequency);
        return;
      }
    }
    if (visit.place() != null && device.place() != null) {
      LevelRate city = model.sameCity();
      LevelRate country = model.sameCountry();
      if (visit.place().sameCity(device.place())) {
        network(tally, Level.SAME_CITY, (1 - kept) * city.m());
      } else if (visit.place().sameCountry(device.place())) {
        network(tally, Level.SAME_COUNTRY, (1 - kept) * country.m());
      } else {
        network(tally, Level.OTHER_COUNTRY, (1 - kept) * (1 - city.m() - country.m()));
      }
    } else if (comparable) {
      network(tally, Level.OTHER_ADDRESS, 1 - kept);
    } else {
      network(tally, Level.NO_NETWORK_DATA, 1);
    }
  }

  private void browser(Tally tally, Level level, double m) {
    tally.browser(level, m, Evidence.bits(m, u(level)));
  }

  private void network(Tally tally, Level level, double m) {
    tally.network(level, m, Evidence.bits(m, u(level)));
  }

  /** How probable an agreement is with anybody else: the same for every candidate of a visit. */
  private double u(Level level) {
    return switch (level) {
      case SAME_FINGERPRINT -> fingerprintFrequency;
      case COMPATIBLE_USER_AGENT -> model.compatibleUserAgent().u();
      case OTHER_BROWSER -> 1 - model.compatibleUserAgent().u();
      case SAME_ADDRESS -> ipFrequency;
      case SAME_CITY -> model.sameCity().u();
      case SAME_COUNTRY -> model.sameCountry().u();
      case OTHER_COUNTRY -> 1 - model.sameCity().u() - model.sameCountry().u();
      case OTHER_FINGERPRINT, NO_BROWSER_DATA, OTHER_ADDRESS, NO_NETWORK_DATA -> 1;
    };
  }

  private static @Nullable UserAgent telling(@Nullable UserAgent agent) {
    return agent == null || agent.family() == BrowserFamily.OTHER ? null : agent;
  }

  private Recognition posterior(
      KeyMatches byFingerprint, KeyMatches byIpHash, PopulationStatistics population) {
    double nominatedWeight = 0;
    for (int i = 0; i < nominated; i++) {
      nominatedWeight += nominated(i).weight;
    }
    double allWeight = Math.max(population.visitWeight(), nominatedWeight);
    double known = 1 - model.unknownPrior();
    double unknownBits = log2(model.unknownPrior());
    double othersPrior = allWeight > 0 ? known * (allWeight - nominatedWeight) / allWeight : known;
    double othersBits = log2(othersPrior) + othersBits(byFingerprint, byIpHash);
    double most = Math.max(unknownBits, othersBits);
    for (int i = 0; i < nominated; i++) {
      Tally tally = nominated(i);
      tally.posteriorBits = log2(prior(tally, allWeight)) + tally.bits();
      most = Math.max(most, tally.posteriorBits);
    }
    Arrays.sort(tallies, 0, nominated, Tally::mostProbableFirst);
    double sum = exp2(unknownBits - most) + exp2(othersBits - most);
    for (int i = 0; i < nominated; i++) {
      sum += exp2(nominated(i).posteriorBits - most);
    }
    Candidate[] ranked = new Candidate[Math.min(nominated, Recognition.MAX_RANKED)];
    double others = exp2(othersBits - most) / sum;
    for (int i = 0; i < nominated; i++) {
      Tally tally = nominated(i);
      double posterior = exp2(tally.posteriorBits - most) / sum;
      if (i < ranked.length) {
        ranked[i] = candidate(tally, prior(tally, allWeight), posterior);
      } else {
        others += posterior;
      }
    }
    List<Candidate> candidates = List.of(ranked);
    return new Recognition(decide(candidates), candidates, exp2(unknownBits - most) / sum, others);
  }

  private Tally nominated(int index) {
    return Objects.requireNonNull(tallies[index]);
  }

  private double prior(Tally tally, double allWeight) {
    return allWeight > 0 ? (1 - model.unknownPrior()) * tally.weight / allWeight : 0;
  }

  private Candidate candidate(Tally tally, double prior, double posterior) {
    return new Candidate(
        tally.customer,
        tally.customerId,
        posterior,
        prior,
        new Evidence(tally.browser, tally.browserM, u(tally.browser)),
        new Evidence(tally.network, tally.networkM, u(tally.network)));
  }

  private double othersBits(KeyMatches byFingerprint, KeyMatches byIpHash) {
    double bits = 0;
    if (visit.fingerprint() != null && !byFingerprint.saturated()) {
      bits += log2(1 - model.fingerprint().m());
    }
    if (!visit.ipHashes().isEmpty() && !byIpHash.saturated()) {
      bits += log2(1 - model.ipAddress().m());
    }
    return bits;
  }

  private Decision decide(List<Candidate> ranked) {
    if (ranked.isEmpty()) {
      return Decision.UNKNOWN;
    }
    Candidate best = ranked.get(0);
    if (best.posterior() >= model.threshold() && speaksForItself(best.browser())) {
      return Decision.RECOGNIZED;
    }
    double together = 0;
    for (int i = 0; i < Math.min(ranked.size(), model.ambiguousAmong()); i++) {
      together += ranked.get(i).posterior();
    }
    return together >= model.threshold() ? Decision.AMBIGUOUS : Decision.UNKNOWN;
  }

  /**
   * Whether the browser is part of the evidence. Whole households share a user agent, and their
   * address too, so that a fitting one counts only where a learned model gives it the weight to
   * pass the threshold at even odds.
   */
  private boolean speaksForItself(Evidence browser) {
    return browser.level() == Level.SAME_FINGERPRINT
        ? browser.bits() > 0
        : browser.bits() >= log2(model.threshold() / (1 - model.threshold()));
  }

  private static double log2(double value) {
    return Math.log(value) / LOG_2;
  }

  private static double exp2(double bits) {
    return Math.exp(bits * LOG_2);
  }
}
