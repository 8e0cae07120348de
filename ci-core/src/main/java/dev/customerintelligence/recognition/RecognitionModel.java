package dev.customerintelligence.recognition;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;
import java.time.Duration;

/**
 * Every number that the recognition uses, as one value with a JSON form. Immutable.
 *
 * <p>The defaults are starting values from the literature, not learned from any shop.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param unknownPrior the probability that a visitor is nobody known, above 0 and below 1
 * @param threshold the posterior from which one customer is recognized, above 0.5 and below 1
 * @param ambiguousAmong how many customers may share the threshold and still be AMBIGUOUS, 1..10
 * @param maxPerKey K, how many devices one key may nominate before it is saturated, 1..1000
 * @param visitHalfLifeDays after how many days a visit weighs half in the prior, above 0
 * @param fingerprint how fingerprints persist and collide
 * @param ipAddress how addresses persist and collide
 * @param compatibleUserAgent how often the user agent fits when the fingerprint was not kept
 * @param sameCity how often the city is the same when the address was not kept
 * @param sameCountry how often the country is the same but not the city, then
 */
public record RecognitionModel(
    int version,
    double unknownPrior,
    double threshold,
    int ambiguousAmong,
    int maxPerKey,
    double visitHalfLifeDays,
    CopySignal fingerprint,
    CopySignal ipAddress,
    LevelRate compatibleUserAgent,
    LevelRate sameCity,
    LevelRate sameCountry) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  private static final int MAX_PER_KEY = 1000;
  private static final double MAX_DAYS = 36_500;
  private static final double SECONDS_PER_DAY = 86_400;
  private static final RecognitionModel DEFAULTS =
      new RecognitionModel(
          VERSION,
          0.5,
          0.95,
          5,
          64,
          90,
          new CopySignal(0.9, 0.1, 90, 1, 1e-4, 1e-6, 0.01),
          new CopySignal(0.6, 0.1, 30, 1, 1e-4, 1e-5, 0.01),
          new LevelRate(0.6, 0.1),
          new LevelRate(0.5, 0.05),
          new LevelRate(0.45, 0.8));

  /**
   * A signal that carries a value, as a copy mixture: the same person shows a value known from his
   * history with probability m, otherwise one drawn like anybody's. m decays with the age of the
   * last sighting: m(t) = m0' + (m0 - m0') 2^(-t / halfLifeDays), with m0' = {@code mFloor}.
   *
   * @param m probability at age 0, 0..1
   * @param mFloor probability after a very long time, 0..m
   * @param halfLifeDays age after which half of the difference is gone, above 0
   * @param smoothing alpha, the weight of the typical frequency in customers, above 0
   * @param typicalFrequency the share of customers that a value has before any is counted, 0..1; a
   *     shop large enough to measure a lower mean uses that
   * @param minFrequency the floor for collisions not seen yet, above 0
   * @param saturatedFrequency the share that a saturated value has if nobody counted it, 0..1
   */
  public record CopySignal(
      double m,
      double mFloor,
      double halfLifeDays,
      double smoothing,
      double typicalFrequency,
      double minFrequency,
      double saturatedFrequency) {
    /**
     * Checks the numbers.
     *
     * @throws InvalidInputException naming the component that is outside its range
     */
    public CopySignal {
      Inputs.between("m", m, 0, 1);
      Inputs.between("mFloor", mFloor, 0, m);
      Inputs.between("halfLifeDays", halfLifeDays, Double.MIN_NORMAL, MAX_DAYS);
      Inputs.between("smoothing", smoothing, Double.MIN_NORMAL, Double.MAX_VALUE);
      Inputs.between("typicalFrequency", typicalFrequency, 0, 1);
      Inputs.between("minFrequency", minFrequency, Double.MIN_NORMAL, 1);
      Inputs.between("saturatedFrequency", saturatedFrequency, minFrequency, 1);
    }

    double mAfter(double days) {
      return mFloor + (m - mFloor) * Math.exp(-Math.max(0, days) / halfLifeDays * Math.log(2));
    }

    /**
     * The term frequency q of a value that {@code sharing} of {@code customers} have, one of them
     * the candidate himself, who is left out: counting him would ruin it.
     */
    double frequency(long sharing, long customers, double meanCustomersPerValue) {
      double measuredMean = meanCustomersPerValue > 0 ? meanCustomersPerValue / customers : 1;
      double mean = Math.min(typicalFrequency, measuredMean);
      double q = (sharing - 1 + smoothing * mean) / (customers - 1 + smoothing);
      return Math.min(1, Math.max(minFrequency, q));
    }
  }

  /**
   * How often a level occurs among visits whose value was not kept.
   *
   * @param m among visits of the candidate, above 0 and below 1
   * @param u among visits of anybody else, above 0 and below 1
   */
  public record LevelRate(double m, double u) {
    /**
     * Checks the numbers.
     *
     * @throws InvalidInputException naming the component that is outside its range
     */
    public LevelRate {
      open("m", m, 0, 1);
      open("u", u, 0, 1);
    }
  }

  /**
   * Checks the model.
   *
   * @throws InvalidInputException naming the component that is outside its range
   */
  public RecognitionModel {
    if (version != VERSION) {
      throw new InvalidInputException("version", "must be " + VERSION + ", is " + version);
    }
    open("unknownPrior", unknownPrior, 0, 1);
    open("threshold", threshold, 0.5, 1);
    Inputs.between("ambiguousAmong", ambiguousAmong, 1, Recognition.MAX_RANKED);
    Inputs.between("maxPerKey", maxPerKey, 1, MAX_PER_KEY);
    Inputs.between("visitHalfLifeDays", visitHalfLifeDays, Double.MIN_NORMAL, MAX_DAYS);
    Inputs.required("fingerprint", fingerprint);
    Inputs.required("ipAddress", ipAddress);
    Inputs.required("compatibleUserAgent", compatibleUserAgent);
    Inputs.required("sameCity", sameCity);
    Inputs.required("sameCountry", sameCountry);
    open("sameCity.m + sameCountry.m", sameCity.m() + sameCountry.m(), 0, 1);
    open("sameCity.u + sameCountry.u", sameCity.u() + sameCountry.u(), 0, 1);
  }

  /** Returns the starting values. */
  public static RecognitionModel defaults() {
    return DEFAULTS;
  }

  /**
   * Reads what {@link #toJson} wrote, or a person edited.
   *
   * @throws InvalidInputException naming {@code recognitionModel}, when the text is not the JSON
   *     form of a model, or the component that is outside its range
   */
  public static RecognitionModel fromJson(String json) {
    try {
      RecognitionModel model =
          Json.MAPPER.treeToValue(
              Json.parse("recognitionModel", Inputs.required("recognitionModel", json)),
              RecognitionModel.class);
      return Inputs.required("recognitionModel", model);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof InvalidInputException invalid) {
        throw invalid;
      }
      throw new InvalidInputException(
          "recognitionModel", "is not the JSON form of a model: " + e.getOriginalMessage());
    }
  }

  /** Returns the model as JSON; {@link #fromJson} gives an equal one. */
  public String toJson() {
    return Json.write(this);
  }

  Duration visitHalfLife() {
    return Duration.ofSeconds(Math.max(1, Math.round(visitHalfLifeDays * SECONDS_PER_DAY)));
  }

  private static void open(String field, double value, double low, double high) {
    if (!(value > low && value < high)) {
      throw new InvalidInputException(
          field, "must be above " + low + " and below " + high + ", is " + value);
    }
  }
}
