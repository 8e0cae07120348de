package dev.customerintelligence.identity;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Reads address literals as servers and proxies write them. Never asks a name service. */
final class IpLiteral {
  /** Longer than any literal with brackets, port and zone; bounds the work on nonsense. */
  private static final int MAX_LENGTH = 100;

  private static final int MAX_PORT = 65_535;

  private IpLiteral() {}

  /**
   * Returns the address, or null when the text is none. A port and a zone are dropped, and an
   * IPv4-mapped IPv6 address is returned as the IPv4 address.
   */
  static @Nullable InetAddress parse(@Nullable String raw) {
    if (raw == null) {
      return null;
    }
    String text = CanonicalText.trimmed(raw);
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return null;
    }
    if (text.charAt(0) == '[') {
      int close = text.indexOf(']');
      boolean isPortOrNothing = close == text.length() - 1 || isPort(text, close + 1);
      return isPortOrNothing ? ipv6(text.substring(1, close)) : null;
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return literal(text);
    }
    if (text.indexOf(':', colon + 1) < 0) {
      return isPort(text, colon) ? literal(text.substring(0, colon)) : null;
    }
    return ipv6(text);
  }

  private static boolean isPort(String text, int colon) {
    if (text.charAt(colon) != ':') {
      return false;
    }
    int port = Decimals.parse(text, colon + 1, text.length());
    return port >= 0 && port <= MAX_PORT;
  }

  private static @Nullable InetAddress ipv6(String text) {
    if (text.indexOf(':') < 0) {
      return null;
    }
    int zone = text.indexOf('%');
    return literal(zone < 0 ? text : text.substring(0, zone));
  }

  private static @Nullable InetAddress literal(String text) {
    return InetAddresses.isInetAddress(text) ? InetAddresses.forString(text) : null;
  }
}
