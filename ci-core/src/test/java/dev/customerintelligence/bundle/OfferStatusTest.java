package dev.customerintelligence.bundle;

import static dev.customerintelligence.bundle.OfferStatus.ADDED_TO_CART;
import static dev.customerintelligence.bundle.OfferStatus.EXPIRED;
import static dev.customerintelligence.bundle.OfferStatus.PENDING;
import static dev.customerintelligence.bundle.OfferStatus.PURCHASED;
import static dev.customerintelligence.bundle.OfferStatus.REJECTED;
import static dev.customerintelligence.bundle.OfferStatus.VIEWED;
import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferStatusTest {

  @Test
  void allowsExactlyTheStepsOfTheLifeCycle() {
    Map<OfferStatus, Set<OfferStatus>> steps = new EnumMap<>(OfferStatus.class);
    steps.put(PENDING, Set.of(VIEWED, ADDED_TO_CART, PURCHASED, REJECTED, EXPIRED));
    steps.put(VIEWED, Set.of(ADDED_TO_CART, PURCHASED, REJECTED, EXPIRED));
    steps.put(ADDED_TO_CART, Set.of(PURCHASED, REJECTED, EXPIRED));
    steps.put(PURCHASED, Set.of());
    steps.put(REJECTED, Set.of());
    steps.put(EXPIRED, Set.of());

    for (OfferStatus from : OfferStatus.values()) {
      for (OfferStatus to : OfferStatus.values()) {
        assertThat(from.canBecome(to))
            .as(from + " -> " + to)
            .isEqualTo(steps.get(from).contains(to));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING,pending,true",
    "VIEWED,viewed,true",
    "ADDED_TO_CART,added_to_cart,true",
    "PURCHASED,purchased,false",
    "EXPIRED,expired,false",
    "REJECTED,rejected,false"
  })
  void isNamedAsRowsNameIt(OfferStatus status, String columnValue, boolean open) {
    assertThat(status.columnValue()).isEqualTo(columnValue);
    assertThat(OfferStatus.of(columnValue)).isEqualTo(status);
    assertThat(status.isOpen()).isEqualTo(open);
  }

  @ParameterizedTest
  @ValueSource(strings = {"accepted", "PENDING", "pending ", "Viewed"})
  void refusesAStatusThatIsNotKnown(String text) {
    assertThat(assertRefused("status", () -> OfferStatus.of(text)))
        .hasMessage(
            "status: must be pending, viewed, added_to_cart, purchased, expired or rejected, is '"
                + text
                + "'");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "123456789012345678901"})
  void refusesWhatIsNoStatusAtAll(String text) {
    assertRefused("status", () -> OfferStatus.of(text));
  }

  @Test
  void triggerReasonsAreNamedAsRowsNameThem() {
    assertThat(TriggerReason.PRIME_WINDOW.columnValue()).isEqualTo("prime_window");
    assertThat(TriggerReason.HIGH_VALUE_CUSTOMER.columnValue()).isEqualTo("high_value_customer");
  }
}
