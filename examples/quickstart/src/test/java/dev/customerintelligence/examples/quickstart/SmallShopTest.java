package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SmallShopTest {

  @Test
  void theShippedFileIsTheInventedOne() throws IOException {
    try (InputStream shipped =
        Objects.requireNonNull(Quickstart.class.getResourceAsStream("small-shop.csv"))) {
      assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(new SmallShop().csv());
    }
  }
}
