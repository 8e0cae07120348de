package dev.customerintelligence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidV7Test {

  /** The millisecond of RFC 9562, appendix A.6. */
  private static final Instant EXAMPLE = Instant.parse("2022-02-22T19:22:22.000Z");

  @Test
  void startsWithTheMillisecondAndTheVersion() {
    UUID id = UuidV7.at(EXAMPLE, new Random(1));

    assertThat(id.toString()).startsWith("017f22e2-79b0-7");
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
  }

  @Test
  void keepsVersionAndVariantWhateverTheRandomBits() {
    for (int i = 0; i < 1000; i++) {
      UUID id = UuidV7.at(EXAMPLE, new Random(i));
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(EXAMPLE.toEpochMilli());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sortsByTime(long seed) {
    Random random = new Random(seed);
    String earlier = "";
    for (int i = 0; i < 1000; i++) {
      String id = UuidV7.at(EXAMPLE.plusMillis(i), random).toString();
      assertThat(id).isGreaterThan(earlier);
      earlier = id;
    }
  }

  @Test
  void differsWithinOneMillisecond() {
    Random random = new Random(1);
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(UuidV7.at(EXAMPLE, random));
    }
    assertThat(ids).hasSize(10_000);
  }
}
