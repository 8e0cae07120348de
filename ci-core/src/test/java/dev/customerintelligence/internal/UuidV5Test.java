package dev.customerintelligence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class UuidV5Test {
  private static final UUID DNS = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

  /** RFC 9562, appendix A.4. */
  @Test
  void theExampleOfTheRfc() {
    assertThat(UuidV5.of(DNS, "www.example.com"))
        .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  }

  @Test
  void aNameInAnotherSpaceIsAnotherId() {
    assertThat(UuidV5.of(new UUID(0, 0), "www.example.com"))
        .isNotEqualTo(UuidV5.of(DNS, "www.example.com"));
  }
}
