package dev.customerintelligence.identity;

import org.jspecify.annotations.Nullable;

/**
 * The hash under which an address of the network is stored.
 *
 * <p>Still personal data: it singles out a visitor, and the weak modes of {@link IpHasher} can be
 * turned back. {@code toString} is masked. Immutable.
 *
 * @param value 64 lower-case hexadecimal digits; upper case is lowered
 */
public record IpHash(String value) {
  /**
   * Checks the hash.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code ipHash}, when it is
   *     null or not 64 hexadecimal digits
   */
  public IpHash {
    value = Hex64.of("ipHash", value);
  }

  // The hash first: it is at hand, the text of another most often in no cache of the processor.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpHash that
        && value.hashCode() == that.value.hashCode()
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns a text that does not hold the hash. */
  @Override
  public String toString() {
    return "IpHash[***]";
  }
}
