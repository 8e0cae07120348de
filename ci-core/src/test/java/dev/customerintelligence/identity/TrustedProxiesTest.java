package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
  private static final String FORGED = "198.51.100.66";

  private final TrustedProxies proxies =
      TrustedProxies.of("10.0.0.0/8", "203.0.113.7", "2001:db8:ffff::/48", "fe80::/10", "::1");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1      | 198.51.100.66                         | 192.0.2.1",
        "10.0.0.1       | 192.0.2.1                             | 192.0.2.1",
        "10.0.0.1       | 198.51.100.66, 192.0.2.1              | 192.0.2.1",
        "10.0.0.1       | 198.51.100.66, 192.0.2.1,10.1.2.3     | 192.0.2.1",
        "10.0.0.1       | 192.0.2.1 , 203.0.113.7 , 10.1.2.3    | 192.0.2.1",
        "10.0.0.1:4711  | 192.0.2.1:5678                        | 192.0.2.1",
        "10.0.0.1       | [2001:db8::1]:443, 203.0.113.7        | 2001:db8::1",
        "::ffff:10.0.0.1| ::ffff:192.0.2.1                      | 192.0.2.1",
        "2001:db8:ffff:1::9 | 192.0.2.1, [2001:db8:ffff::1]:80  | 192.0.2.1",
        "fe80::1%eth0   | 192.0.2.1                             | 192.0.2.1",
        "0:0:0:0:0:0:0:1%0 | 192.0.2.1                          | 192.0.2.1",
        "203.0.113.8    | 198.51.100.66                         | 203.0.113.8",
        "2001:db8:fffe::1 | 198.51.100.66                       | 2001:db8:fffe::1",
        "10.0.0.1       | unknown, 192.0.2.1                    | 192.0.2.1",
        "10.0.0.1       | ,192.0.2.1                            | 192.0.2.1"
      })
  void findsTheFirstUntrustedHopFromTheRight(String remote, String forwarded, String client) {
    assertThat(proxies.clientAddress(remote, List.of(forwarded)))
        .map(address -> address.network(128))
        .contains(client);
  }

  @Test
  void readsSeveralHeadersAsOneList() {
    assertThat(
            proxies.clientAddress(
                "10.0.0.1", List.of(FORGED, FORGED + ", 192.0.2.1", "10.0.0.2, 10.0.0.3")))
        .isEqualTo(IpAddress.parse("192.0.2.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "198.51.100.66, unknown",
        "198.51.100.66, nonsense, 10.0.0.2",
        "198.51.100.66, , 10.0.0.2",
        "198.51.100.66,",
        "198.51.100.66 10.0.0.2",
        "",
        ",",
        "198.51.100.66, 192.168.0.1",
        "198.51.100.66, 127.0.0.1",
        "10.0.0.3",
        "10.0.0.3, 203.0.113.7"
      })
  void givesNoSignalRatherThanAGuess(String forwarded) {
    assertThat(proxies.clientAddress("10.0.0.1", List.of(forwarded))).isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "unix:", "unknown", "192.168.0.1"})
  void believesNoHeaderOfAnUnknownSender(@Nullable String remote) {
    assertThat(proxies.clientAddress(remote, List.of(FORGED))).isEmpty();
  }

  @Test
  void givesNoSignalForAProxyItself() {
    assertThat(proxies.clientAddress("203.0.113.7", List.of())).isEmpty();
  }

  @Test
  void trustsNobodyWithoutProxies() {
    assertThat(TrustedProxies.none().clientAddress("192.0.2.1", List.of(FORGED)))
        .isEqualTo(IpAddress.parse("192.0.2.1"));
    assertThat(TrustedProxies.none().clientAddress("10.0.0.1", List.of(FORGED))).isEmpty();
    assertThat(TrustedProxies.of().clientAddress("192.0.2.1", List.of(FORGED)))
        .isEqualTo(IpAddress.parse("192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.128/25, 192.0.2.128, 192.0.2.127",
    "192.0.2.128/25, 192.0.2.255, 192.0.3.0",
    "192.0.2.0/31, 192.0.2.1, 192.0.2.2",
    "192.0.2.1/32, 192.0.2.1, 192.0.2.0",
    "128.0.0.0/1, 198.51.100.1, 1.1.1.1",
    "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
    "2001:db8::1/128, 2001:db8::1, 2001:db8::2",
    "32.1.13.184/32, 32.1.13.184, 2001:db8::"
  })
  void aBlockHoldsWhatItsPrefixSays(String cidr, String inside, String outside) {
    TrustedProxies block = TrustedProxies.of(cidr);

    assertThat(block.clientAddress(inside, List.of("1.0.0.1")))
        .isNotEqualTo(IpAddress.parse(inside));
    assertThat(block.clientAddress(outside, List.of("1.0.0.1")))
        .isEqualTo(IpAddress.parse(outside));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''            | must be an address and a prefix length",
        "proxy.example.com | must be an address and a prefix length",
        "10.0.0/8      | must be an address and a prefix length",
        "/8            | must be an address and a prefix length",
        "' 10.0.0.0/8' | must be an address and a prefix length",
        "[::1]/128     | must be an address and a prefix length",
        "fe80::1%1/128 | must be an address and a prefix length",
        "10.0.0.0/     | must be of a prefix length from 1 to 32",
        "10.0.0.0/0    | must be of a prefix length from 1 to 32",
        "10.0.0.0/33   | must be of a prefix length from 1 to 32",
        "10.0.0.0/-8   | must be of a prefix length from 1 to 32",
        "10.0.0.0/8/8  | must be of a prefix length from 1 to 32",
        "10.0.0.0/255.0.0.0 | must be of a prefix length from 1 to 32",
        "::ffff:10.0.0.0/104 | must be of a prefix length from 1 to 32",
        "::/0          | must be of a prefix length from 1 to 128",
        "2001:db8::/129| must be of a prefix length from 1 to 128",
        "10.0.0.1/8    | must be without bits set behind the prefix",
        "10.128.0.0/8  | must be without bits set behind the prefix",
        "2001:db8::1/64| must be without bits set behind the prefix"
      })
  void refusesABadBlock(String cidr, String problem) {
    assertThatThrownBy(() -> TrustedProxies.of("10.0.0.0/8", cidr))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("cidr: " + problem)
        .hasMessageEndingWith(", is " + cidr);
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    assertThatThrownBy(() -> TrustedProxies.of((String) null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("cidr: must not be null");
    assertThatThrownBy(() -> proxies.clientAddress("10.0.0.1", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("forwardedFor: must not be null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverAVisitorForgesChangesNothing(long seed) {
    RandomText forged =
        new RandomText(seed, "10.0.0.9", "192.0.2.77", ",", " ", "unknown", "[", "]", ":", "::1");
    for (int i = 0; i < 20_000; i++) {
      String header = forged.next(8) + ", 192.0.2.1, 10.0.0.2";
      assertThat(proxies.clientAddress("10.0.0.1", List.of(header)))
          .isEqualTo(IpAddress.parse("192.0.2.1"));
      assertThat(proxies.clientAddress(forged.next(4), List.of(forged.next(8)))).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aBlockHoldsExactlyTheAddressesThatShareItsPrefix(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      byte[] address = new byte[random.nextBoolean() ? 4 : 16];
      random.nextBytes(address);
      int width = address.length * 8;
      int bits = 1 + random.nextInt(width);
      String network = InetAddress.getByAddress(Cidr.masked(address, bits)).getHostAddress();
      Cidr block = Cidr.of(network + "/" + bits);
      assertThat(block.contains(InetAddress.getByAddress(address))).isTrue();

      int flipped = random.nextInt(width);
      address[flipped / 8] ^= (byte) (0x80 >> (flipped % 8));
      assertThat(block.contains(InetAddress.getByAddress(address))).isEqualTo(flipped >= bits);
    }
  }
}
