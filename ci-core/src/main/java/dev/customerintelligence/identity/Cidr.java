package dev.customerintelligence.identity;

import com.google.common.net.InetAddresses;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.net.InetAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A block of addresses, in the notation of RFC 4632. Immutable. */
final class Cidr {
  private final byte[] network;
  private final int bits;

  private Cidr(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /** Returns the block; a single address is a block of one. */
  static Cidr of(@Nullable String text) {
    String cidr = Inputs.required("cidr", text);
    int slash = cidr.indexOf('/');
    String address = slash < 0 ? cidr : cidr.substring(0, slash);
    if (address.indexOf('%') >= 0 || !InetAddresses.isInetAddress(address)) {
      throw refused(cidr, "an address and a prefix length such as 10.0.0.0/8 or 2001:db8::/32");
    }
    byte[] network = InetAddresses.forString(address).getAddress();
    int width = network.length * Byte.SIZE;
    int bits = slash < 0 ? width : Decimals.parse(cidr, slash + 1, cidr.length());
    if (bits < 1 || bits > width) {
      throw refused(cidr, "of a prefix length from 1 to " + width);
    }
    if (!Arrays.equals(network, masked(network, bits))) {
      throw refused(cidr, "without bits set behind the prefix");
    }
    return new Cidr(network, bits);
  }

  boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
  }

  /** Returns the address with every bit behind the prefix cleared. */
  static byte[] masked(byte[] address, int bits) {
    byte[] masked = new byte[address.length];
    int whole = bits / Byte.SIZE;
    System.arraycopy(address, 0, masked, 0, whole);
    if (whole < masked.length) {
      masked[whole] = (byte) (address[whole] & (0xff00 >> (bits % Byte.SIZE)));
    }
    return masked;
  }

  private static InvalidInputException refused(String cidr, String right) {
    return new InvalidInputException("cidr", "must be " + right + ", is " + cidr);
  }
}
