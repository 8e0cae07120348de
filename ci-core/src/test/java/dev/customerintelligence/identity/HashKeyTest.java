package dev.customerintelligence.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashKeyTest {

  @Test
  void isHmacSha256() {
    byte[] secret = new byte[131];
    Arrays.fill(secret, (byte) 0xaa);

    // RFC 4231, section 4.7, test case 6.
    assertThat(
            HashKey.of("rfc-4231", secret)
                .hmac()
                .hex("Test Using Larger Than Block-Size Key - Hash Key First"))
        .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  }

  @Test
  void copiesTheSecretInAndOut() {
    byte[] given = new byte[HashKey.MIN_SECRET_BYTES];
    HashKey key = HashKey.of("k1", given);
    given[0] = 1;
    key.secret()[1] = 1;

    assertThat(key.secret()).containsOnly(0).hasSize(32);
  }

  @Test
  void generatesADifferentSecretEachTime() {
    HashKey key = HashKey.generate("2026-01");

    assertThat(key.id()).isEqualTo("2026-01");
    assertThat(key.secret()).hasSize(32).isNotEqualTo(HashKey.generate("2026-01").secret());
    assertThat(key.secret()).isNotEqualTo(new byte[32]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "AZaz09._-", "-", "12345678901234567890123456789012"})
  void takesSimpleIds(String id) {
    assertThat(HashKey.of(id, new byte[32]).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a/b",
        "\u00e9",
        "a:",
        "@",
        "[",
        "123456789012345678901234567890123"
      })
  void refusesOtherIds(String id) {
    assertThatThrownBy(() -> HashKey.of(id, new byte[32]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("hashKeyId: must ");
    assertThatThrownBy(() -> HashKey.generate(id))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("hashKeyId: must ");
  }

  @Test
  void refusesAShortSecretWithoutQuotingIt() {
    assertThatThrownBy(() -> HashKey.of("k1", new byte[31]))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("hashKeySecret: must have at least 32 bytes, has 31");
  }

  @Test
  void showsOnlyTheId() {
    assertThat(HashKey.generate("k1")).hasToString("HashKey[k1]");
  }
}
