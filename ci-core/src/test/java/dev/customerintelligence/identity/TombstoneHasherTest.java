package dev.customerintelligence.identity;

import static dev.customerintelligence.identity.Samples.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * The expected values come from Python: {@code hmac.new(hmac.new(secret, b"erasure-tombstone",
 * hashlib.sha256).digest(), b"customer@example.com", hashlib.sha256).hexdigest()}.
 */
class TombstoneHasherTest {
  private static final EmailAddress EMAIL = EmailAddress.of("customer@example.com");
  private static final Tombstone WITH_FIRST_KEY =
      new Tombstone("fa66636b01a41e231dc0880ed1f1aba72adf06e35ba03ac741b4e093d6cd0764");
  private static final Tombstone WITH_NEXT_KEY =
      new Tombstone("7321086ee165ce07d96dd0e76375036b2280670ee48a61f85fdfa665ed56696b");

  private final TombstoneHasher hasher = new TombstoneHasher(key("k1", 0), List.of());

  @Test
  void hashesTheCanonicalEmailWithADerivedKey() {
    assertThat(hasher.current(EMAIL)).isEqualTo(WITH_FIRST_KEY);
    assertThat(hasher.current(EmailAddress.of(" Customer@Example.com"))).isEqualTo(WITH_FIRST_KEY);
    assertThat(hasher.all(EMAIL)).containsExactly(WITH_FIRST_KEY);
  }

  @Test
  void rotationLooksForOldAndNewAndWritesNew() {
    TombstoneHasher rotated = new TombstoneHasher(key("k2", 32), List.of(key("k1", 0)));

    assertThat(rotated.current(EMAIL)).isEqualTo(WITH_NEXT_KEY);
    assertThat(rotated.all(EMAIL)).containsExactly(WITH_NEXT_KEY, WITH_FIRST_KEY);
  }

  @Test
  void givesEachTombstoneOnce() {
    assertThat(new TombstoneHasher(key("k1", 0), List.of(key("again", 0))).all(EMAIL))
        .containsExactly(WITH_FIRST_KEY);
  }

  @Test
  void sharesNoHashWithAnotherUseOfTheKey() {
    // hmac.new(bytes(range(32)), b"customer@example.com", hashlib.sha256).hexdigest()
    String underTheKeyItself = "fd52504fe8b73c5e8895f1c7140546b4c589929e257a737d279a7f77499c5e0f";

    assertThat(key("k1", 0).hmac().hex(EMAIL.value())).isEqualTo(underTheKeyItself);
    assertThat(hasher.current(EMAIL).value()).isNotEqualTo(underTheKeyItself);
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNull() {
    assertRefused("current", () -> new TombstoneHasher(null, List.of()));
    assertRefused("previous", () -> new TombstoneHasher(key("k1", 0), null));
    assertRefused(
        "previous[0]", () -> new TombstoneHasher(key("k1", 0), Arrays.asList((HashKey) null)));
    assertRefused("email", () -> hasher.current(null));
    assertRefused("email", () -> hasher.all(null));
  }

  @Test
  void manyThreadsGetTheSameTombstone() {
    Set<Tombstone> tombstones = ConcurrentHashMap.newKeySet();

    IntStream.range(0, 20_000).parallel().forEach(i -> tombstones.add(hasher.current(EMAIL)));

    assertThat(tombstones).containsExactly(WITH_FIRST_KEY);
  }

  private static void assertRefused(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(field + ": must not be null");
  }
}
