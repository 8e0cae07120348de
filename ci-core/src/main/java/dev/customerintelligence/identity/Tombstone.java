package dev.customerintelligence.identity;

/**
 * What stays of an erased person: a keyed hash of the email address, so that no import brings the
 * person back. {@code toString} is masked. Immutable.
 *
 * @param value 64 lower-case hexadecimal digits; upper case is lowered
 */
public record Tombstone(String value) {
  /**
   * Checks the hash.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code tombstone}, when it
   *     is null or not 64 hexadecimal digits
   */
  public Tombstone {
    value = Hex64.of("tombstone", value);
  }

  /** Returns a text that does not hold the hash. */
  @Override
  public String toString() {
    return "Tombstone[***]";
  }
}
