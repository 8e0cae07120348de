package dev.customerintelligence.identity;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.customerintelligence.internal.Inputs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * Turns a visitor's address into the hash that is stored in its place.
 *
 * <p>The default is {@link #hmac(HashKey)}. The weak modes exist to read and extend data that was
 * hashed that way. To change the key or the mode, make a hasher with the new one and let it read
 * the old one too, with {@link #alsoReading}; what is written is then under the new one only.
 *
 * <p>Immutable and thread-safe.
 */
public final class IpHasher {
  private static final int MAX_SALT_LENGTH = 1_024;

  private final Function<IpAddress, IpHash> current;
  private final List<Function<IpAddress, IpHash>> previous;

  private IpHasher(
      Function<IpAddress, IpHash> current, List<Function<IpAddress, IpHash>> previous) {
    this.current = current;
    this.previous = previous;
  }

  /**
   * Returns the default: HMAC-SHA-256 (RFC 2104) of {@link IpAddress#network()} in UTF-8, IPv6
   * reduced to its /64.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code hashKey}, when it is
   *     null
   */
  public static IpHasher hmac(HashKey key) {
    return hmac(key, IpAddress.DEFAULT_IPV6_PREFIX_BITS);
  }

  /**
   * Returns the default with another reduction of IPv6: HMAC-SHA-256 of {@link
   * IpAddress#network(int)}.
   *
   * @param ipv6PrefixBits 32 to 128; 56 where providers give every household that much
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code hashKey}, when it is
   *     null, or {@code ipv6PrefixBits}, when it is outside its range
   */
  public static IpHasher hmac(HashKey key, int ipv6PrefixBits) {
    HmacSha256 hmac = Inputs.required("hashKey", key).hmac();
    IpAddress.checkPrefix(ipv6PrefixBits);
    return of(address -> new IpHash(hmac.hex(address.network(ipv6PrefixBits))));
  }

  /**
   * Returns a weak mode for existing data: plain SHA-256 of the whole address as text, IPv6 in the
   * form of RFC 5952.
   *
   * <p>It hides nothing from whoever reads the database: all IPv4 addresses hash in minutes.
   */
  public static IpHasher weakSha256() {
    return of(address -> sha256(address.text()));
  }

  /**
   * Returns a weak mode for existing data: plain SHA-256 of the whole address as text, IPv6 in the
   * form of RFC 5952, followed by a salt.
   *
   * <p>It hides nothing from whoever reads the database and knows the salt: all IPv4 addresses hash
   * in minutes.
   *
   * @param salt 1 to 1,024 characters, as the existing data has it
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code salt}, when it is
   *     null, blank, too long or holds control characters
   */
  public static IpHasher weakSha256Salted(String salt) {
    String suffix = Inputs.text("salt", salt, MAX_SALT_LENGTH);
    return of(address -> sha256(address.text() + suffix));
  }

  /**
   * Returns a hasher that writes what this one writes, and reads in addition all that {@code older}
   * reads.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code older}, when it is
   *     null
   */
  public IpHasher alsoReading(IpHasher older) {
    Inputs.required("older", older);
    return new IpHasher(
        current,
        ImmutableList.<Function<IpAddress, IpHash>>builder()
            .addAll(previous)
            .add(older.current)
            .addAll(older.previous)
            .build());
  }

  /**
   * Returns the hashes of an address.
   *
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code ipAddress}, when it
   *     is null
   */
  public HashedIp hash(IpAddress address) {
    Inputs.required("ipAddress", address);
    return new HashedIp(
        current.apply(address),
        previous.isEmpty()
            ? List.of()
            : previous.stream().map(mode -> mode.apply(address)).toList());
  }

  private static IpHasher of(Function<IpAddress, IpHash> mode) {
    return new IpHasher(mode, List.of());
  }

  private static IpHash sha256(String text) {
    return new IpHash(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString());
  }
}
