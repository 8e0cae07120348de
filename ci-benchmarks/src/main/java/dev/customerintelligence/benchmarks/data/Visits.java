package dev.customerintelligence.benchmarks.data;

import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.recognition.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Visits of one kind, with the hashes of their addresses.
 *
 * @param visits as a service sees them, a power of two of them
 * @param ipHashes by visit, the hash of the address, for statements that go without the library
 */
public record Visits(List<Visit> visits, List<String> ipHashes) {
  /** So many that no cache of the processor holds what they touch in a large shop. */
  private static final int MOST = 1 << 16;

  private static final Map<String, Visits> MADE = new ConcurrentHashMap<>();

  /** Returns the visits of a shop, made once for each shop. */
  public static Visits of(int devices, Traffic traffic, IpHasher hasher) {
    MADE.keySet().removeIf(key -> !key.endsWith(" " + devices));
    return MADE.computeIfAbsent(
        traffic + " " + devices, key -> make(new Population(devices), traffic, hasher));
  }

  private static Visits make(Population population, Traffic traffic, IpHasher hasher) {
    List<Visit> visits =
        IntStream.range(0, Math.min(MOST, Integer.highestOneBit(population.devices())))
            .parallel()
            .mapToObj(number -> population.visit(traffic, number))
            .toList();
    List<String> hashes = new ArrayList<>(visits.size());
    for (Visit visit : visits) {
      hashes.add(hasher.hash(visit.ipAddress().orElseThrow()).current().value());
    }
    return new Visits(visits, hashes);
  }

  /** Returns a visit; the numbers may go on for ever. */
  public Visit visit(int number) {
    return visits.get(number & (visits.size() - 1));
  }

  /** Returns the hash of that visit's address. */
  public String ipHash(int number) {
    return ipHashes.get(number & (visits.size() - 1));
  }

  /** Returns that visit's fingerprint. */
  public String fingerprint(int number) {
    return visit(number).fingerprint().orElseThrow().value();
  }
}
