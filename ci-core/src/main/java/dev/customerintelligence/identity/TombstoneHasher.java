package dev.customerintelligence.identity;

import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns an email address into the tombstone that is kept after an erasure.
 *
 * <p>A tombstone is HMAC-SHA-256 of the canonical address under a key of its own, which is
 * HMAC-SHA-256 of {@code erasure-tombstone} under the {@link HashKey}. So one secret can serve here
 * and in {@link IpHasher} without equal texts giving equal hashes.
 *
 * <p>A tombstone can only be checked with the key that made it: a key stays in {@code previous} as
 * long as its tombstones are kept. Immutable and thread-safe.
 */
public final class TombstoneHasher {
  private static final String PURPOSE = "erasure-tombstone";

  /** The current key's first. */
  private final List<HmacSha256> functions;

  /**
   * Creates a hasher.
   *
   * @param current the key for new tombstones
   * @param previous the keys of tombstones that are still kept; may be empty
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code current} or {@code
   *     previous}, when it is null or holds null
   */
  public TombstoneHasher(HashKey current, List<HashKey> previous) {
    functions =
        Stream.concat(
                Stream.of(Inputs.required("current", current)),
                Inputs.list("previous", previous).stream())
            .map(TombstoneHasher::derived)
            .toList();
  }

  /**
   * Returns the tombstone to write.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code email}, when it is
   *     null
   */
  public Tombstone current(EmailAddress email) {
    return tombstone(functions.get(0), Inputs.required("email", email));
  }

  /**
   * Returns every tombstone to look for, the current key's first, without repeats.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code email}, when it is
   *     null
   */
  public List<Tombstone> all(EmailAddress email) {
    Inputs.required("email", email);
    return functions.size() == 1
        ? List.of(tombstone(functions.get(0), email))
        : functions.stream().map(function -> tombstone(function, email)).distinct().toList();
  }

  private static HmacSha256 derived(HashKey key) {
    return new HmacSha256(key.hmac().hash(PURPOSE));
  }

  private static Tombstone tombstone(HmacSha256 function, EmailAddress email) {
    return new Tombstone(function.hex(email.value()));
  }
}
