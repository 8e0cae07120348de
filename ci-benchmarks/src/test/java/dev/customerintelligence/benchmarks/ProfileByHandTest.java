package dev.customerintelligence.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.benchmarks.data.Orders;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfileByHandTest {

  @Test
  void isTheProfileThatTheCalculatorMakes() {
    List<List<Order>> customers = Orders.byCustomer(2_000);

    assertThat(customers)
        .hasSizeGreaterThan(100)
        .allSatisfy(
            orders ->
                assertThat(ProfileByHand.of(orders, Population.NOW))
                    .usingRecursiveComparison()
                    .withEqualsForFields(
                        (one, other) -> one.toString().equals(other.toString()),
                        "favorites.productId")
                    .ignoringFields("windowStart", "windowEnd")
                    .isEqualTo(
                        ProfileCalculator.calculate(
                            orders, ProfilePolicy.defaults(), Population.NOW)))
        .allSatisfy(
            orders -> {
              ProfileByHand byHand = ProfileByHand.of(orders, Population.NOW);
              assertThat(
                      ProfileCalculator.calculate(orders, ProfilePolicy.defaults(), Population.NOW)
                          .primeWindow())
                  .extracting("start", "end")
                  .containsExactly(byHand.windowStart(), byHand.windowEnd());
            });
  }
}
