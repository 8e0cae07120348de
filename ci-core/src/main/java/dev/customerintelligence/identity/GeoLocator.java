package dev.customerintelligence.identity;

import java.util.Optional;

/**
 * The port through which a place is found for an address, where the caller has none. The library
 * ships no implementation and calls no geo service by itself.
 *
 * <p>Called on the path of a request, by many threads at once: an implementation is thread-safe and
 * answers from memory or a local file within about a millisecond, or gives up. An exception counts
 * as "no place" and is logged by the caller, without the address; it must not hold the address in
 * its message.
 */
@FunctionalInterface
public interface GeoLocator {

  /** Returns where the address is, or empty when that is not known. */
  Optional<Place> locate(IpAddress address);
}
