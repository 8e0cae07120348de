package dev.customerintelligence.identity;

import com.google.common.net.InetAddresses;
import dev.customerintelligence.internal.Inputs;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A visitor's address on the public network, parsed and normalised.
 *
 * <p>Held for the time of a request only: it is hashed by {@link IpHasher}, never stored and never
 * logged. {@code toString} is masked. No method asks a name service. Immutable.
 */
public final class IpAddress {
  /**
   * How much of an IPv6 address is kept by default: the network that one household gets, in bits.
   */
  public static final int DEFAULT_IPV6_PREFIX_BITS = 64;

  private static final int MIN_IPV6_PREFIX_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final int LONGEST_SHORT_PREFIX = "2001:0db8:0000:0000::/64".length();

  /** From the IANA IPv4 Special-Purpose Address Registry; documentation blocks are left usable. */
  private static final List<Cidr> IPV4_WITHOUT_SIGNAL =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "224.0.0.0/4",
              "240.0.0.0/4")
          .map(Cidr::of)
          .toList();

  /** All that IANA has given out for global unicast. */
  private static final Cidr IPV6_GLOBAL_UNICAST = Cidr.of("2000::/3");

  /** Teredo (RFC 4380): the first 64 bits name the relay, which many visitors share. */
  private static final Cidr TEREDO = Cidr.of("2001::/32");

  private final InetAddress address;

  /** The first 64 bits of IPv6. */
  private final long prefix;

  private IpAddress(InetAddress address) {
    this.address = address;
    this.prefix = isIpv4(address) ? 0 : ByteBuffer.wrap(address.getAddress()).getLong();
  }

  /**
   * Returns the address, or empty when the text gives no signal about a visitor. Never throws.
   *
   * <p>Accepted are IPv4 and IPv6 literals, also as {@code 192.0.2.1:5678} and {@code
   * [2001:db8::1]:443} and with a zone, which is dropped. IPv4-mapped IPv6 becomes IPv4.
   *
   * <p>No signal give: null, blank, {@code unknown} and whatever else is no address; and addresses
   * that are not of the public network: unspecified, loopback, link-local, private (RFC 1918),
   * carrier-shared (RFC 6598), unique-local, site-local, multicast, broadcast and reserved ones.
   * Those would be a proxy's or a load balancer's and so be shared by many visitors; see {@link
   * TrustedProxies} for the address behind it.
   */
  public static Optional<IpAddress> parse(@Nullable String raw) {
    InetAddress address = IpLiteral.parse(raw);
    return address == null ? Optional.empty() : ofVisitor(address);
  }

  /** Returns the address, or empty when it gives no signal about a visitor. */
  static Optional<IpAddress> ofVisitor(InetAddress address) {
    boolean isPublic =
        isIpv4(address)
            ? IPV4_WITHOUT_SIGNAL.stream().noneMatch(block -> block.contains(address))
            : IPV6_GLOBAL_UNICAST.contains(address) && !TEREDO.contains(address);
    return isPublic ? Optional.of(new IpAddress(address)) : Optional.empty();
  }

  /** Returns {@link #network(int)} with {@link #DEFAULT_IPV6_PREFIX_BITS}. */
  public String network() {
    return network(DEFAULT_IPV6_PREFIX_BITS);
  }

  /**
   * Returns the text that stands for the visitor's network: an IPv4 address as it is, an IPv6
   * address reduced to its prefix, such as {@code 2001:db8:1:2::/64}, in the form of RFC 5952.
   *
   * <p>The rest of an IPv6 address changes daily with privacy extensions (RFC 8981).
   *
   * @param ipv6PrefixBits 32 to 128; 128 gives the whole address without a prefix length
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code ipv6PrefixBits},
   *     when it is outside that range
   */
  public String network(int ipv6PrefixBits) {
    checkPrefix(ipv6PrefixBits);
    if (isIpv4(address) || ipv6PrefixBits == IPV6_BITS) {
      return text();
    }
    if (ipv6PrefixBits <= Long.SIZE) {
      return shortPrefix(ipv6PrefixBits);
    }
    byte[] prefix = Cidr.masked(address.getAddress(), ipv6PrefixBits);
    return InetAddresses.toAddrString(ofBytes(prefix)) + "/" + ipv6PrefixBits;
  }

  /**
   * Every recognition asks for it. What is behind the prefix is at least four groups of zeros, more
   * than there can be before it in 2000::/3: RFC 5952 shortens the last ones.
   */
  private String shortPrefix(int bits) {
    long rest = prefix & (-1L << (Long.SIZE - bits));
    StringBuilder text = new StringBuilder(LONGEST_SHORT_PREFIX);
    while (rest != 0) {
      appendGroup(text, (int) (rest >>> 48));
      text.append(':');
      rest <<= 16;
    }
    return text.append(":/").append(bits).toString();
  }

  private static void appendGroup(StringBuilder text, int group) {
    for (int shift = 12; shift >= 0; shift -= 4) {
      int digits = group >>> shift;
      if (digits != 0 || shift == 0) {
        text.append(Character.forDigit(digits & 0xf, 16));
      }
    }
  }

  /** Returns the whole address, IPv6 in the form of RFC 5952. */
  String text() {
    return InetAddresses.toAddrString(address);
  }

  static void checkPrefix(int ipv6PrefixBits) {
    Inputs.between("ipv6PrefixBits", ipv6PrefixBits, MIN_IPV6_PREFIX_BITS, IPV6_BITS);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  /** Returns a text that does not hold the address. */
  @Override
  public String toString() {
    return "IpAddress[***]";
  }

  private static boolean isIpv4(InetAddress address) {
    return address instanceof Inet4Address;
  }

  private static InetAddress ofBytes(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }
}
