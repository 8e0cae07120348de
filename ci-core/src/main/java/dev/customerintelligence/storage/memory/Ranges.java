package dev.customerintelligence.storage.memory;

import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.sync.RangeChecksum;
import dev.customerintelligence.sync.RowChecksum;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Sums up rows by ranges of their numbers. */
final class Ranges {
  private Ranges() {}

  static List<RangeChecksum> of(Stream<RowChecksum> rows, long from, long width) {
    Inputs.between("width", (double) width, 1, Long.MAX_VALUE);
    Map<Long, RangeChecksum> ranges = new TreeMap<>();
    rows.forEach(
        row -> {
          long start = from + (row.number() - from) / width * width;
          ranges.merge(
              start,
              new RangeChecksum(start, 1, row.checksum()),
              (a, b) -> new RangeChecksum(start, a.rows() + b.rows(), a.checksum() ^ b.checksum()));
        });
    return List.copyOf(ranges.values());
  }
}
