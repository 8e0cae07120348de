package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a visit may be stored and compared: hashed, never raw. Immutable.
 *
 * @param fingerprint the browser's fingerprint, or null
 * @param ipHashes the address under the current key first, then under older ones; empty if there is
 *     none
 * @param userAgent the browser's user agent, or null
 * @param place where the visitor is, or null
 */
public record VisitSignals(
    @Nullable Fingerprint fingerprint,
    List<IpHash> ipHashes,
    @Nullable UserAgent userAgent,
    @Nullable Place place) {
  /** Checks that no part is null that must not be. */
  public VisitSignals {
    ipHashes = Inputs.list("ipHashes", ipHashes);
  }

  /** Returns whether there is a key by which devices can be found. */
  public boolean hasKey() {
    return fingerprint != null || !ipHashes.isEmpty();
  }

  @Override
  public String toString() {
    return "VisitSignals[fingerprint="
        + (fingerprint != null)
        + ", ip="
        + !ipHashes.isEmpty()
        + "]";
  }
}
