package dev.customerintelligence.order;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class OrderLineTest {
  private static final ProductId PRODUCT = ProductId.of(44);

  @Test
  void countsWhatWasKept() {
    assertThat(line("Full Moon", null, 5, 2, "14.95").netQuantity()).isEqualTo(3);
    assertThat(line("Full Moon", null, 5, 5, "14.95").netQuantity()).isZero();
  }

  @Test
  void multipliesExactly() {
    assertThat(line("Full Moon", null, 3, 1, "0.33333333").amount())
        .isEqualTo(new BigDecimal("0.99999999"));
  }

  @Test
  void takesABlankSlugForNone() {
    assertThat(line("Full Moon", " ", 1, 0, "1").slug()).isNull();
    assertThat(OrderLine.of(PRODUCT, "Full Moon", "full-moon", 1, BigDecimal.ONE).slug())
        .isEqualTo("full-moon");
    assertThat(OrderLine.of(PRODUCT, "Full Moon", "full-moon", 4, BigDecimal.ONE).netQuantity())
        .isEqualTo(4);
  }

  @Test
  void holdsPricesOfUpToEightDecimals() {
    assertThat(line("Full Moon", null, 1, 0, "1.12345678").unitPrice())
        .isEqualTo(new BigDecimal("1.12345678"));
    assertThat(line("Full Moon", null, 1, 0, "1.1234567800").unitPrice())
        .isEqualTo(new BigDecimal("1.12345678"));
    assertThat(line("Full Moon", null, 1, 0, "14.95").unitPrice())
        .isEqualTo(new BigDecimal("14.95"));
    assertRefused("unitPrice", () -> line("Full Moon", null, 1, 0, "1.123456789"));
  }

  @Test
  void refusesWhatIsMissingOrOutOfRange() {
    assertRefused("productId", () -> OrderLine.of(null, "Full Moon", null, 1, BigDecimal.ONE));
    assertRefused("productName", () -> line(null, null, 1, 0, "1"));
    assertRefused("productName", () -> line(" ", null, 1, 0, "1"));
    assertRefused("productName", () -> line("a".repeat(256), null, 1, 0, "1"));
    assertRefused("productSlug", () -> line("Full Moon", "a".repeat(256), 1, 0, "1"));
    assertRefused("quantity", () -> line("Full Moon", null, 0, 0, "1"));
    assertRefused("quantity", () -> line("Full Moon", null, 1_000_001, 0, "1"));
    assertRefused("refundedQuantity", () -> line("Full Moon", null, 2, 3, "1"));
    assertRefused("refundedQuantity", () -> line("Full Moon", null, 2, -1, "1"));
    assertRefused("unitPrice", () -> line("Full Moon", null, 1, 0, "-0.01"));
    assertRefused("unitPrice", () -> line("Full Moon", null, 1, 0, "100000000"));
    assertRefused("unitPrice", () -> OrderLine.of(PRODUCT, "Full Moon", null, 1, null));
  }

  @Test
  void holdsTheLimits() {
    OrderLine line = line("a".repeat(255), "b".repeat(255), 1_000_000, 1_000_000, "99999999.99");

    assertThat(line.quantity()).isEqualTo(1_000_000);
    assertThat(line.netQuantity()).isZero();
  }

  private static OrderLine line(
      String name, String slug, int quantity, int refunded, String unitPrice) {
    return new OrderLine(PRODUCT, name, slug, quantity, refunded, new BigDecimal(unitPrice));
  }
}
