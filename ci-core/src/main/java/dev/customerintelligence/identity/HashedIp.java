package dev.customerintelligence.identity;

import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one address of the network hashes to: the hash to write, and the hashes under which earlier
 * keys or modes may have stored it. Immutable.
 *
 * @param current the hash to write and to look up first
 * @param previous hashes to look up as well, without repeats and without {@code current}; may be
 *     empty
 */
public record HashedIp(IpHash current, List<IpHash> previous) {
  /**
   * Removes repeats.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming the component that is null
   */
  public HashedIp {
    Inputs.required("current", current);
    previous = Inputs.list("previous", previous);
    if (!previous.isEmpty()) {
      IpHash first = current;
      previous = previous.stream().filter(hash -> !hash.equals(first)).distinct().toList();
    }
  }

  /** Returns every hash to look up, the current one first, without repeats. */
  public List<IpHash> all() {
    return previous.isEmpty()
        ? List.of(current)
        : Stream.concat(Stream.of(current), previous.stream()).toList();
  }
}
