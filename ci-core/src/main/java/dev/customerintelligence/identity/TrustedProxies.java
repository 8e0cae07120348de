package dev.customerintelligence.identity;

import dev.customerintelligence.internal.Inputs;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the visitor's address behind the proxies that the service itself runs or rents.
 *
 * <p>{@code X-Forwarded-For} can be forged by anybody; only what a trusted proxy has appended can
 * be believed. So the list is read from the right, hop by hop, as long as the hop is trusted.
 * Immutable and thread-safe.
 */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<Cidr> blocks;

  private TrustedProxies(List<Cidr> blocks) {
    this.blocks = blocks;
  }

  /**
   * Returns a reader that trusts the proxies in these blocks; private ones are usual.
   *
   * @param networks blocks such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}, or single
   *     addresses; not {@code /0}, which would trust everybody
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code cidr}, when one is
   *     null, not such a block, or has bits set behind its prefix
   */
  public static TrustedProxies of(String... networks) {
    return new TrustedProxies(Stream.of(networks).map(Cidr::of).toList());
  }

  /** Returns a reader that trusts no proxy: the client is whoever is connected. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Returns the address of the first hop, from the right, that is not a trusted proxy.
   *
   * <p>Empty when there is none to be believed in: the connected address is not known; every hop is
   * a trusted proxy; the first untrusted one gives no signal ({@link IpAddress#parse}); or an entry
   * is malformed before it is reached. What stands left of a malformed entry is not looked at,
   * since no readable hop vouches for it and a visitor could have made it up.
   *
   * @param remoteAddress who is connected to the server, as the server says; null when it does not
   *     know
   * @param forwardedFor the values of all {@code X-Forwarded-For} headers in the order received,
   *     each a comma-separated list; empty when there is none
   * @throws dev.customerintelligence.error.InvalidInputException naming {@code forwardedFor}, when
   *     it is null
   */
  public Optional<IpAddress> clientAddress(
      @Nullable String remoteAddress, List<String> forwardedFor) {
    Inputs.required("forwardedFor", forwardedFor);
    InetAddress remote = IpLiteral.parse(remoteAddress);
    if (remote == null) {
      return Optional.empty();
    }
    if (!isTrusted(remote)) {
      return IpAddress.ofVisitor(remote);
    }
    return firstUntrusted(String.join(",", forwardedFor));
  }

  private Optional<IpAddress> firstUntrusted(String hops) {
    for (int end = hops.length(); end >= 0; ) {
      int comma = hops.lastIndexOf(',', end - 1);
      InetAddress hop = IpLiteral.parse(hops.substring(comma + 1, end));
      if (hop == null) {
        return Optional.empty();
      }
      if (!isTrusted(hop)) {
        return IpAddress.ofVisitor(hop);
      }
      end = comma;
    }
    return Optional.empty();
  }

  private boolean isTrusted(InetAddress hop) {
    return blocks.stream().anyMatch(block -> block.contains(hop));
  }
}
