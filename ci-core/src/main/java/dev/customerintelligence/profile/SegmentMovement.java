package dev.customerintelligence.profile;

import dev.customerintelligence.internal.Inputs;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many customers went from which segment to which between two moments. Immutable.
 *
 * @param moves by the segment before, where anybody was in it, then the one after; those who stayed
 *     are on the diagonal
 * @param joined customers of the later moment only, by segment
 * @param left customers of the earlier moment only, by segment: erased ones, say
 */
public record SegmentMovement(
    Map<RfmSegment, Map<RfmSegment, Integer>> moves,
    Map<RfmSegment, Integer> joined,
    Map<RfmSegment, Integer> left) {
  /**
   * Copies the counts.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming what is null
   */
  public SegmentMovement {
    Map<RfmSegment, Map<RfmSegment, Integer>> copy = new EnumMap<>(RfmSegment.class);
    Inputs.required("moves", moves)
        .forEach((from, counts) -> copy.put(from, copyOf("moves", counts)));
    moves = Collections.unmodifiableMap(copy);
    joined = copyOf("joined", joined);
    left = copyOf("left", left);
  }

  /** Returns how many went from one segment to another, or stayed when they are the same. */
  public int count(RfmSegment from, RfmSegment to) {
    return moves
        .getOrDefault(Inputs.required("from", from), Map.of())
        .getOrDefault(Inputs.required("to", to), 0);
  }

  private static Map<RfmSegment, Integer> copyOf(String field, Map<RfmSegment, Integer> counts) {
    Map<RfmSegment, Integer> copy = new EnumMap<>(RfmSegment.class);
    copy.putAll(Inputs.required(field, counts));
    return Collections.unmodifiableMap(copy);
  }
}
