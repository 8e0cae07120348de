package dev.customerintelligence.profile;

import dev.customerintelligence.internal.Inputs;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The RFM scores of all customers at one moment. Immutable; {@code toString} shows nobody.
 *
 * @param <K> how a customer is told apart, such as by email address
 */
public final class RfmSegmentation<K> {
  private final Map<K, RfmScore> scores;

  private RfmSegmentation(Map<K, RfmScore> scores) {
    this.scores = Map.copyOf(scores);
  }

  /**
   * Scores customers by given cuts. Keep the cuts to compare two moments: with new quantiles a
   * customer can move because the others did.
   *
   * @param customers who ordered what; may be empty
   * @throws dev.customerintelligence.error.InvalidInputException naming the argument that is null
   */
  public static <K> RfmSegmentation<K> of(Map<K, RfmMeasure> customers, RfmThresholds thresholds) {
    Inputs.required("thresholds", thresholds);
    Map<K, RfmScore> scores = new HashMap<>();
    Inputs.required("customers", customers)
        .forEach(
            (customer, measure) ->
                scores.put(
                    Inputs.required("customers", customer),
                    thresholds.score(Inputs.required("customers", measure))));
    return new RfmSegmentation<>(scores);
  }

  /** Returns the score of every customer. */
  public Map<K, RfmScore> scores() {
    return scores;
  }

  /** Returns the segment of a customer; empty for one who had not bought. */
  public Optional<RfmSegment> segmentOf(K customer) {
    return Optional.ofNullable(scores.get(Inputs.required("customer", customer)))
        .map(RfmScore::segment);
  }

  /** Returns how many customers are in each segment, the empty ones too. */
  public Map<RfmSegment, Integer> counts() {
    Map<RfmSegment, Integer> counts = zeros();
    scores.values().forEach(score -> counts.merge(score.segment(), 1, Integer::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** Returns who went where between this moment and a later one. */
  public SegmentMovement movementTo(RfmSegmentation<K> later) {
    Inputs.required("later", later);
    Map<RfmSegment, Map<RfmSegment, Integer>> moves = new EnumMap<>(RfmSegment.class);
    Map<RfmSegment, Integer> left = zeros();
    Map<RfmSegment, Integer> joined = zeros();
    scores.forEach(
        (customer, score) -> {
          RfmScore now = later.scores.get(customer);
          if (now == null) {
            left.merge(score.segment(), 1, Integer::sum);
          } else {
            moves
                .computeIfAbsent(score.segment(), from -> zeros())
                .merge(now.segment(), 1, Integer::sum);
          }
        });
    later.scores.forEach(
        (customer, score) -> {
          if (!scores.containsKey(customer)) {
            joined.merge(score.segment(), 1, Integer::sum);
          }
        });
    return new SegmentMovement(moves, joined, left);
  }

  private static Map<RfmSegment, Integer> zeros() {
    Map<RfmSegment, Integer> counts = new EnumMap<>(RfmSegment.class);
    for (RfmSegment segment : RfmSegment.values()) {
      counts.put(segment, 0);
    }
    return counts;
  }

  @Override
  public String toString() {
    return "RfmSegmentation[" + scores.size() + " customers]";
  }
}
