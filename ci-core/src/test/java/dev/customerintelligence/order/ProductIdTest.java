package dev.customerintelligence.order;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductIdTest {

  @Test
  void sortsNumbersByValueBeforeTexts() {
    assertThat(
            Stream.of("85123A", "9", "10", "007", "B", "44")
                .map(ProductId::new)
                .sorted()
                .map(ProductId::value))
        .containsExactly("9", "10", "44", "007", "85123A", "B");
    assertThat(ProductId.of(44)).isLessThan(new ProductId("007"));
    assertThat(new ProductId("007")).isGreaterThan(ProductId.of(44));
    assertThat(ProductId.of(10)).isGreaterThan(ProductId.of(9));
  }

  @Test
  void isEqualOnlyToTheSameSpelling() {
    assertThat(ProductId.of(44)).isEqualTo(new ProductId("44")).hasToString("44");
    assertThat(ProductId.of(7)).isNotEqualTo(new ProductId("007"));
    assertThat(ProductId.of(7).compareTo(new ProductId("7"))).isZero();
  }

  @Test
  void isANumberOnlyWhereItIsThePlainFormOfOne() {
    assertThat(ProductId.of(44).isNumber()).isTrue();
    assertThat(new ProductId("-1").isNumber()).isFalse();
    assertThat(ProductId.of(0)).isEqualTo(new ProductId("0"));
    assertRefused("productId", () -> ProductId.of(-1));
    assertThat(new ProductId("85123A").isNumber()).isFalse();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "4\n4", "4\ud83d"})
  void refusesWhatNoColumnHolds(String value) {
    assertRefused("productId", () -> new ProductId(value));
  }

  @Test
  void holdsUpTo100Characters() {
    assertThat(new ProductId("a".repeat(100)).value()).hasSize(100);
    assertRefused("productId", () -> new ProductId("a".repeat(101)));
  }
}
