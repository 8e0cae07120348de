package dev.customerintelligence.identity;

/** Addresses and keys that the tests of hashing share. */
final class Samples {
  static final IpAddress IPV4 = IpAddress.parse("192.0.2.1").orElseThrow();
  static final IpAddress IPV6 = IpAddress.parse("2001:db8:1:2::3").orElseThrow();

  private Samples() {}

  /** Returns the key whose secret is the 32 bytes that count up from {@code first}. */
  static HashKey key(String id, int first) {
    byte[] secret = new byte[32];
    for (int i = 0; i < secret.length; i++) {
      secret[i] = (byte) (first + i);
    }
    return HashKey.of(id, secret);
  }
}
