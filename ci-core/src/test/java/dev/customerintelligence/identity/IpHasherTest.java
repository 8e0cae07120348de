package dev.customerintelligence.identity;

import static dev.customerintelligence.identity.Samples.IPV4;
import static dev.customerintelligence.identity.Samples.IPV6;
import static dev.customerintelligence.identity.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The expected values come from Python, for example {@code hmac.new(bytes(range(32)), b"192.0.2.1",
 * hashlib.sha256).hexdigest()} and {@code hashlib.sha256(b"192.0.2.1").hexdigest()}.
 */
class IpHasherTest {
  private static final IpHash HMAC_OF_IPV4 =
      new IpHash("631880dc2584b7d223b00351ff53df160f5a96f513fb37dd79c89742d7834cfa");
  private static final IpHash HMAC_OF_IPV4_NEXT_KEY =
      new IpHash("989e911b763f89569869ecf71c956864ac3a7ac30445973e56e214450fa727a1");
  private static final IpHash SHA_256_OF_IPV4 =
      new IpHash("37fcff24bf62035b2b08020afc08b4fecd4fcffce57ab23518e3561ff0fe76b9");

  private final IpHasher hmac = IpHasher.hmac(key("k1", 0));

  @Test
  void hashesIpv4WithTheKey() {
    assertThat(hmac.hash(IPV4)).isEqualTo(new HashedIp(HMAC_OF_IPV4, List.of()));
  }

  @Test
  void hashesTheNetworkOfIpv6WithTheKey() {
    // b"2001:db8:1:2::/64"
    assertThat(hmac.hash(IPV6).current().value())
        .isEqualTo("eff9a80eae6b1c15f5a7e6c5ecd2435ff1cc62fe18a0c2953cd0549590f9d608");
    assertThat(hmac.hash(IpAddress.parse("2001:db8:1:2:ffff::9").orElseThrow()))
        .isEqualTo(hmac.hash(IPV6));
    assertThat(hmac.hash(IpAddress.parse("2001:db8:1:3::3").orElseThrow()))
        .isNotEqualTo(hmac.hash(IPV6));
  }

  @Test
  void hashesAnotherPrefixOfIpv6WhenTold() {
    // b"2001:db8:1::/56"
    assertThat(IpHasher.hmac(key("k1", 0), 56).hash(IPV6).current().value())
        .isEqualTo("961df0db7d165c31a67f03aad46994a513bd42370ff730f5c64fd9700436bfd0");
    assertThatThrownBy(() -> IpHasher.hmac(key("k1", 0), 129))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("ipv6PrefixBits: must be between 32 and 128, is 129");
  }

  @Test
  void weakModeIsPlainSha256OfTheWholeAddress() {
    assertThat(IpHasher.weakSha256().hash(IPV4).all()).containsExactly(SHA_256_OF_IPV4);
    // b"2001:db8:1:2::3"
    assertThat(IpHasher.weakSha256().hash(IPV6).current().value())
        .isEqualTo("22f14e106fa7381bca2bc41eb8f2feacaeddf9d32b22140fe8bf0421402e7aee");
  }

  @Test
  void saltedWeakModeAppendsTheSalt() {
    // b"192.0.2.1pepper and salt"
    assertThat(IpHasher.weakSha256Salted("pepper and salt").hash(IPV4).current().value())
        .isEqualTo("458518f82651f8b82e2575d6920d1dbbff1df271cb57d0cfdeb3267099902005");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "salt\u0000"})
  void refusesABadSalt(String salt) {
    assertThatThrownBy(() -> IpHasher.weakSha256Salted(salt))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("salt: must not ");
  }

  @Test
  void takesASaltOfUpTo1024Characters() {
    assertThat(IpHasher.weakSha256Salted("s".repeat(1_024)).hash(IPV4).all()).hasSize(1);
    assertThatThrownBy(() -> IpHasher.weakSha256Salted("s".repeat(1_025)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("salt: must have at most 1024 characters, has 1025");
  }

  @Test
  void rotationReadsOldAndNewAndWritesNew() {
    IpHasher rotated =
        IpHasher.hmac(key("k2", 32)).alsoReading(hmac.alsoReading(IpHasher.weakSha256()));

    HashedIp hashed = rotated.hash(IPV4);

    assertThat(hashed.current()).isEqualTo(HMAC_OF_IPV4_NEXT_KEY);
    assertThat(hashed.previous()).containsExactly(HMAC_OF_IPV4, SHA_256_OF_IPV4);
    assertThat(hashed.all()).containsExactly(HMAC_OF_IPV4_NEXT_KEY, HMAC_OF_IPV4, SHA_256_OF_IPV4);
  }

  @Test
  void alsoReadingAppends() {
    IpHasher rotated =
        IpHasher.hmac(key("k2", 32)).alsoReading(hmac).alsoReading(IpHasher.weakSha256());

    assertThat(rotated.hash(IPV4).previous()).containsExactly(HMAC_OF_IPV4, SHA_256_OF_IPV4);
    assertThat(hmac.hash(IPV4).previous()).isEmpty();
  }

  @Test
  void givesEachHashOnce() {
    IpHasher weak = IpHasher.weakSha256();
    IpHasher repeated = hmac.alsoReading(hmac).alsoReading(weak).alsoReading(weak);

    assertThat(repeated.hash(IPV4).all()).containsExactly(HMAC_OF_IPV4, SHA_256_OF_IPV4);
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    assertRefused("hashKey", () -> IpHasher.hmac(null));
    assertRefused("salt", () -> IpHasher.weakSha256Salted(null));
    assertRefused("older", () -> hmac.alsoReading(null));
    assertRefused("ipAddress", () -> hmac.hash(null));
    assertRefused("current", () -> new HashedIp(null, List.of()));
    assertRefused("previous", () -> new HashedIp(HMAC_OF_IPV4, null));
  }

  @Test
  void masksTheHashes() {
    assertThat(hmac.alsoReading(IpHasher.weakSha256()).hash(IPV4))
        .hasToString("HashedIp[current=IpHash[***], previous=[IpHash[***]]]");
  }

  @Test
  void manyThreadsGetTheSameHashes() {
    Set<HashedIp> hashes = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 20_000).parallel().forEach(i -> hashes.add(hmac.hash(IPV4)));

    assertThat(hashes).containsExactly(new HashedIp(HMAC_OF_IPV4, List.of()));
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(field + ": must not be null");
  }
}
