package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.BrowserFamily;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import dev.customerintelligence.recognition.RecognitionModel.LevelRate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
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
  private final Tallies tallies;
  private double fingerprintFrequency;
  private double ipFrequency;

  private RecognitionScorer(
      VisitSignals visit, RecognitionModel model, Instant now, DeviceMatches matches) {
    this.visit = visit;
    this.model = model;
    this.now = now;
    this.tallies =
        new Tallies(matches.byFingerprint().devices().size() + matches.byIpHash().devices().size());
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
    for (Device device : byFingerprint.devices()) {
      tallies.of(device).foundByFingerprint = true;
    }
    for (Device device : byIpHash.devices()) {
      tallies.of(device).foundByIpHash = true;
    }
    long customers = Math.max(population.customers(), tallies.list.size());
    fingerprintFrequency =
        frequency(
            model.fingerprint(),
            byFingerprint.saturated(),
            count(tally -> tally.foundByFingerprint),
            visit.fingerprint() == null ? List.of() : List.of(visit.fingerprint()),
            population.fingerprints(),
            customers);
    ipFrequency =
        frequency(
            model.ipAddress(),
            byIpHash.saturated(),
            count(tally -> tally.foundByIpHash),
            visit.ipHashes(),
            population.ipHashes(),
            customers);
    for (Device device : byFingerprint.devices()) {
      compare(device, true);
    }
    for (Device device : byIpHash.devices()) {
      boolean foundTwice =
          device.fingerprint() != null
              && device.fingerprint().equals(visit.fingerprint())
              && tallies.of(device).foundByFingerprint;
      compare(device, !foundTwice);
    }
    return posterior(nominated(byFingerprint, byIpHash), byFingerprint, byIpHash, population);
  }

  private long count(Predicate<Tally> found) {
    long count = 0;
    for (Tally tally : tallies.list) {
      count += found.test(tally) ? 1 : 0;
    }
    return count;
  }

  private static <V> double frequency(
      CopySignal signal,
      boolean saturated,
      long found,
      List<V> values,
      SignalStatistics<V> statistics,
      long customers) {
    double mean = statistics.meanCustomersPerValue();
    if (!saturated) {
      return signal.frequency(found, customers, mean);
    }
    long counted = 0;
    for (V value : values) {
      counted += statistics.crowded().getOrDefault(value, 0L);
    }
    return counted == 0
        ? signal.saturatedFrequency()
        : signal.frequency(Math.max(found, counted), Math.max(customers, counted), mean);
  }

  private void compare(Device device, boolean countVisits) {
    Tally tally = tallies.of(device);
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
    boolean comparable = visit.fingerprint() != null && before != null;
    if (before != null && visit.fingerprint() != null) {
      kept = model.fingerprint().mAfter(days);
      if (before.equals(visit.fingerprint())) {
        double q = fingerprintFrequency;
        tally.browser(Level.SAME_FINGERPRINT, kept + (1 - kept) * q, q);
        return;
      }
    }
    LevelRate rate = model.compatibleUserAgent();
    UserAgent known = telling(device.userAgent());
    UserAgent seen = telling(visit.userAgent());
    if (known != null && seen != null) {
      if (seen.isCompatibleSuccessorOf(known)) {
        tally.browser(Level.COMPATIBLE_USER_AGENT, (1 - kept) * rate.m(), rate.u());
      } else {
        tally.browser(Level.OTHER_BROWSER, (1 - kept) * (1 - rate.m()), 1 - rate.u());
      }
    } else if (comparable) {
      tally.browser(Level.OTHER_FINGERPRINT, 1 - kept, 1);
    } else {
      tally.browser(Level.NO_BROWSER_DATA, 1, 1);
    }
  }

  private void compareNetwork(Tally tally, Device device, double days) {
    double kept = 0;
    boolean comparable = !visit.ipHashes().isEmpty() && device.ipHash() != null;
    if (comparable) {
      kept = model.ipAddress().mAfter(days);
      if (visit.ipHashes().contains(device.ipHash())) {
        double q = ipFrequency;
        tally.network(Level.SAME_ADDRESS, kept + (1 - kept) * q, q);
        return;
      }
    }
    if (visit.place() != null && device.place() != null) {
      LevelRate city = model.sameCity();
      LevelRate country = model.sameCountry();
      if (visit.place().sameCity(device.place())) {
        tally.network(Level.SAME_CITY, (1 - kept) * city.m(), city.u());
      } else if (visit.place().sameCountry(device.place())) {
        tally.network(Level.SAME_COUNTRY, (1 - kept) * country.m(), country.u());
      } else {
        tally.network(
            Level.OTHER_COUNTRY,
            (1 - kept) * (1 - city.m() - country.m()),
            1 - city.u() - country.u());
      }
    } else if (comparable) {
      tally.network(Level.OTHER_ADDRESS, 1 - kept, 1);
    } else {
      tally.network(Level.NO_NETWORK_DATA, 1, 1);
    }
  }

  private static @Nullable UserAgent telling(@Nullable UserAgent agent) {
    return agent == null || agent.family() == BrowserFamily.OTHER ? null : agent;
  }

  /** A saturated key nominates nobody whom the other key does not find too. */
  private List<Tally> nominated(KeyMatches byFingerprint, KeyMatches byIpHash) {
    List<Tally> nominated = tallies.list;
    nominated.removeIf(
        tally ->
            (!tally.foundByFingerprint || byFingerprint.saturated())
                && (!tally.foundByIpHash || byIpHash.saturated())
                && !(tally.foundByFingerprint && tally.foundByIpHash));
    return nominated;
  }

  private Recognition posterior(
      List<Tally> nominated,
      KeyMatches byFingerprint,
      KeyMatches byIpHash,
      PopulationStatistics population) {
    double nominatedWeight = 0;
    for (Tally tally : nominated) {
      nominatedWeight += tally.weight;
    }
    double allWeight = Math.max(population.visitWeight(), nominatedWeight);
    double known = 1 - model.unknownPrior();
    double unknownBits = log2(model.unknownPrior());
    double othersPrior = allWeight > 0 ? known * (allWeight - nominatedWeight) / allWeight : known;
    double othersBits = log2(othersPrior) + othersBits(byFingerprint, byIpHash);
    double most = Math.max(unknownBits, othersBits);
    for (Tally tally : nominated) {
      tally.prior = allWeight > 0 ? known * tally.weight / allWeight : 0;
      tally.posteriorBits = log2(tally.prior) + tally.browserBits + tally.networkBits;
      most = Math.max(most, tally.posteriorBits);
    }
    double sum = exp2(unknownBits - most) + exp2(othersBits - most);
    for (Tally tally : nominated) {
      sum += exp2(tally.posteriorBits - most);
    }
    nominated.sort(Tally.MOST_PROBABLE_FIRST);
    double others = exp2(othersBits - most) / sum;
    List<Candidate> ranked = new ArrayList<>(Math.min(nominated.size(), Recognition.MAX_RANKED));
    for (Tally tally : nominated) {
      double posterior = exp2(tally.posteriorBits - most) / sum;
      if (ranked.size() < Recognition.MAX_RANKED) {
        ranked.add(tally.candidate(posterior));
      } else {
        others += posterior;
      }
    }
    return new Recognition(decide(ranked), ranked, exp2(unknownBits - most) / sum, others);
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
    for (Candidate candidate : ranked.subList(0, Math.min(ranked.size(), model.ambiguousAmong()))) {
      together += candidate.posterior();
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

  /** The tallies of the customers, in the order in which they were found first. */
  private static final class Tallies {
    final List<Tally> list;
    private final @Nullable Tally[] byCustomer;

    Tallies(int most) {
      list = new ArrayList<>(most);
      byCustomer = new Tally[Integer.highestOneBit(Math.max(1, most)) * 2];
    }

    Tally of(Device device) {
      int mask = byCustomer.length - 1;
      int hash = device.customer().hashCode();
      int slot = (hash ^ (hash >>> 16)) & mask;
      while (true) {
        Tally tally = byCustomer[slot];
        if (tally == null) {
          Tally made = new Tally(device);
          byCustomer[slot] = made;
          list.add(made);
          return made;
        }
        if (tally.customer.equals(device.customer())) {
          return tally;
        }
        slot = (slot + 1) & mask;
      }
    }
  }

  /** What is known so far of one customer; takes, per signal, the best of his devices. */
  private static final class Tally {
    static final Comparator<Tally> MOST_PROBABLE_FIRST =
        Comparator.comparingDouble((Tally tally) -> tally.posteriorBits)
            .reversed()
            .thenComparing(tally -> tally.customer);

    final EmailAddress customer;
    final @Nullable Long customerId;
    boolean foundByFingerprint;
    boolean foundByIpHash;
    double weight;
    double prior;
    double posteriorBits;
    Level browser = Level.NO_BROWSER_DATA;
    double browserM;
    double browserU;
    double browserBits = Double.NEGATIVE_INFINITY;
    Level network = Level.NO_NETWORK_DATA;
    double networkM;
    double networkU;
    double networkBits = Double.NEGATIVE_INFINITY;

    Tally(Device device) {
      customer = device.customer();
      customerId = device.customerId();
    }

    void browser(Level level, double m, double u) {
      double bits = log2(m / u);
      if (bits >= browserBits) {
        browser = level;
        browserM = m;
        browserU = u;
        browserBits = bits;
      }
    }

    void network(Level level, double m, double u) {
      double bits = log2(m / u);
      if (bits >= networkBits) {
        network = level;
        networkM = m;
        networkU = u;
        networkBits = bits;
      }
    }

    Candidate candidate(double posterior) {
      return new Candidate(
          customer,
          customerId,
          posterior,
          prior,
          new Evidence(browser, browserM, browserU, browserBits),
          new Evidence(network, networkM, networkU, networkBits));
    }
  }
}
