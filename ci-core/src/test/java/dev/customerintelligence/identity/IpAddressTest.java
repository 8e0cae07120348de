package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import dev.customerintelligence.error.InvalidInputException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "' 192.0.2.1\t', 192.0.2.1",
    "192.0.2.1:5678, 192.0.2.1",
    "192.0.2.1:0, 192.0.2.1",
    "192.0.2.1:65535, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::FFFF:c000:201, 192.0.2.1",
    "[::ffff:192.0.2.1]:443, 192.0.2.1",
    "2001:db8::1, 2001:db8::1",
    "2001:0DB8:0000:0000:0000:0000:0000:0001, 2001:db8::1",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "[2001:db8::1], 2001:db8::1",
    "[2001:db8::1]:443, 2001:db8::1",
    "2001:db8::1%eth0, 2001:db8::1",
    "[2001:db8::1%25eth0]:443, 2001:db8::1",
    "1.1.1.1, 1.1.1.1",
    "9.255.255.255, 9.255.255.255",
    "11.0.0.0, 11.0.0.0",
    "100.63.255.255, 100.63.255.255",
    "100.128.0.0, 100.128.0.0",
    "126.255.255.255, 126.255.255.255",
    "128.0.0.0, 128.0.0.0",
    "169.253.255.255, 169.253.255.255",
    "169.255.0.0, 169.255.0.0",
    "172.15.255.255, 172.15.255.255",
    "172.32.0.0, 172.32.0.0",
    "192.167.255.255, 192.167.255.255",
    "192.169.0.0, 192.169.0.0",
    "223.255.255.255, 223.255.255.255",
    "2000::, 2000::",
    "2001:1::1, 2001:1::1",
    "3fff:ffff::1, 3fff:ffff::1"
  })
  void normalisesAVisitorsAddress(String raw, String text) {
    assertThat(IpAddress.parse(raw).orElseThrow().network(128)).isEqualTo(text);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        // no address
        "",
        " ",
        "unknown",
        "_hidden",
        "localhost",
        "example.com",
        "192.0.2",
        "192.0.2.256",
        "192.0.2.01",
        "192.0.2.1.1",
        "3221225985",
        "192.0.2.1%eth0",
        "192.0.2.1/32",
        "192.0.2.1:",
        "192.0.2.1:65536",
        "192.0.2.1:123456",
        "192.0.2.1:+80",
        "192.0.2.1:8\u0660",
        "192.0.2.1, 192.0.2.2",
        "[192.0.2.1]",
        "[192.0.2.1]:80",
        "[",
        "]",
        "[]",
        "[]:80",
        "[2001:db8::1",
        "[2001:db8::1]443",
        "[2001:db8::1]:",
        "[2001:db8::1]:http",
        "x[2001:db8::1]",
        "2001:db8::1]:80",
        "2001:db8:::1",
        "2001:db8::1::2",
        "::%",
        ":",
        "%eth0",
        // not the public network
        "0.0.0.0",
        "0.0.0.0:80",
        "0.255.255.255",
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.0",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.0.1",
        "169.254.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.0.0",
        "192.168.255.255",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.0",
        "255.255.255.255",
        "::",
        "::1",
        "[::1]:8080",
        "0:0:0:0:0:0:0:1%0",
        "::192.0.2.1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "64:ff9b::192.0.2.1",
        "1fff:ffff::1",
        "4000::1",
        "2001::1",
        "2001:0:ffff::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "fe80::1%eth0",
        "[fe80::1%25eth0]:443",
        "fec0::1",
        "ff02::1"
      })
  void givesNoSignal(@Nullable String raw) {
    assertThat(IpAddress.parse(raw)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8:1:2::, 2001:db8:1:2::/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2::/64",
    "2001:db8:0:0:3::4, 2001:db8::/64",
    "2001:db8:1::9, 2001:db8:1::/64",
    "192.0.2.255, 192.0.2.255",
    "::ffff:192.0.2.255, 192.0.2.255"
  })
  void reducesIpv6ToTheHouseholdsNetwork(String raw, String network) {
    assertThat(IpAddress.parse(raw).orElseThrow().network()).isEqualTo(network);
  }

  @ParameterizedTest
  @CsvSource({
    "32, 2001:db8::/32",
    "47, 2001:db8:fffe::/47",
    "48, 2001:db8:ffff::/48",
    "49, 2001:db8:ffff:8000::/49",
    "56, 2001:db8:ffff:ff00::/56",
    "127, 2001:db8:ffff:ffff:ffff:ffff:ffff:fffe/127",
    "128, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"
  })
  void reducesIpv6ToAnyPrefix(int bits, String network) {
    IpAddress address = IpAddress.parse("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff").orElseThrow();

    assertThat(address.network(bits)).isEqualTo(network);
    assertThat(IpAddress.parse("192.0.2.1").orElseThrow().network(bits)).isEqualTo("192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 31, 129})
  void refusesOtherPrefixes(int bits) {
    for (String raw : new String[] {"2001:db8::1", "192.0.2.1"}) {
      IpAddress address = IpAddress.parse(raw).orElseThrow();
      assertThatThrownBy(() -> address.network(bits))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("ipv6PrefixBits: must be between 32 and 128, is " + bits);
    }
  }

  @Test
  void isEqualByAddress() {
    IpAddress address = IpAddress.parse("192.0.2.1").orElseThrow();

    assertThat(address)
        .isEqualTo(IpAddress.parse("[::ffff:192.0.2.1]:80").orElseThrow())
        .hasSameHashCodeAs(IpAddress.parse("192.0.2.1:80").orElseThrow())
        .isNotEqualTo(IpAddress.parse("192.0.2.2").orElseThrow())
        .doesNotHaveSameHashCodeAs(IpAddress.parse("192.0.2.2").orElseThrow())
        .isNotEqualTo("192.0.2.1");
  }

  @Test
  void masksTheAddress() {
    assertThat(IpAddress.parse("192.0.2.1").orElseThrow()).hasToString("IpAddress[***]");
  }

  @Test
  void readsNoMoreThanALiteralIsLong() {
    assertThat(IpAddress.parse("2001:db8::1%" + "z".repeat(88))).isPresent();
    assertThat(IpAddress.parse("2001:db8::1%" + "z".repeat(89))).isEmpty();
    assertThat(IpAddress.parse("1".repeat(10_000_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverThrows(long seed) {
    RandomText texts =
        new RandomText(
            seed,
            "192.0.2.",
            "1",
            "25",
            ".",
            ":",
            "::",
            "[",
            "]",
            "%",
            "db8",
            "2001:",
            "ffff",
            "/",
            ",",
            " ",
            "]:80");
    for (int i = 0; i < 50_000; i++) {
      String raw = texts.next(8);
      assertThat(IpAddress.parse(raw).map(IpAddress::network)).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everySpellingOfAnAddressIsOneAddress(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      bytes[0] = 0x20;
      bytes[1] = 0x02;
      InetAddress address = InetAddress.getByAddress(bytes);
      IpAddress parsed = IpAddress.parse(address.getHostAddress()).orElseThrow();
      String text = InetAddresses.toAddrString(address);

      assertThat(parsed.network(128)).isEqualTo(text);
      assertThat(IpAddress.parse("[" + text + "]:80")).contains(parsed);
      bytes[8 + random.nextInt(8)] ^= 1;
      assertThat(IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()))
          .isNotEqualTo(Optional.of(parsed))
          .map(IpAddress::network)
          .contains(parsed.network());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void writesEveryPrefixAsRfc5952Does(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      bytes[0] = 0x20;
      bytes[1] = 0x02;
      for (int octet = 2; octet < bytes.length; octet++) {
        bytes[octet] = random.nextInt(3) == 0 ? bytes[octet] : 0;
      }
      IpAddress address =
          IpAddress.parse(InetAddress.getByAddress(bytes).getHostAddress()).orElseThrow();
      int bits = 32 + random.nextInt(96);

      InetAddress masked = InetAddress.getByAddress(Cidr.masked(bytes, bits));
      assertThat(address.network(bits)).isEqualTo(InetAddresses.toAddrString(masked) + "/" + bits);
    }
  }
}
