package dev.customerintelligence.internal;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OnceTest {

  @Test
  void acceptsTheFirstValue() {
    assertThat(Once.set("status", null, "completed")).isEqualTo("completed");
  }

  @Test
  void refusesASecondValueEvenWhenItIsTheSame() {
    assertThat(assertRefused("status", () -> Once.set("status", "completed", "completed")))
        .hasMessage("status: was already given; give it once");
  }

  @Test
  void refusesNull() {
    assertThat(assertRefused("status", () -> Once.set("status", null, null)))
        .hasMessage("status: must not be null");
  }
}
