package dev.customerintelligence.bundle;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {

  @ParameterizedTest
  @CsvSource({
    // amount, weights, parts
    "10.47,44.85 29.90,6.28 4.19",
    "0.01,1 1 1,0.01 0.00 0.00",
    "0.02,1 1 1,0.01 0.01 0.00",
    "100,1 1 1,34 33 33",
    "100.00,1 1 1,33.34 33.33 33.33",
    "1.00,1 2,0.33 0.67",
    "1.00,2 1,0.67 0.33",
    "0.01,1 3,0.00 0.01",
    "0.03,1 5,0.00 0.03",
    "5.98,59.80,5.98",
    "5.98,0 59.80,0.00 5.98",
    "200,500 333,120 80",
    "0.1,0.001 0.002,0.0 0.1",
    "0.00,1 2,0.00 0.00",
    "0.00,0 0,0.00 0.00"
  })
  void givesWhatIsLeftToTheLargestRemainders(BigDecimal amount, String weights, String parts) {
    assertThat(Allocation.allocate(amount, decimals(weights))).isEqualTo(decimals(parts));
  }

  @Test
  void givesATieToTheLargerWeight() {
    // 0.5 and 1.5 units: the remainders are the same.
    assertThat(Allocation.allocate(new BigDecimal("0.02"), decimals("1 3")))
        .isEqualTo(decimals("0.00 0.02"));
    assertThat(Allocation.allocate(new BigDecimal("0.02"), decimals("3 1")))
        .isEqualTo(decimals("0.02 0.00"));
  }

  @Test
  void dividesAmountsOfAnyScale() {
    assertThat(Allocation.allocate(new BigDecimal("3E+2"), decimals("1 1")))
        .isEqualTo(List.of(new BigDecimal("2E+2"), new BigDecimal("1E+2")));
    assertThat(Allocation.allocate(new BigDecimal("1.00"), decimals("1E+2 3E+2")))
        .isEqualTo(decimals("0.25 0.75"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void alwaysAddsUpWhateverTheSequence(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      int scale = random.nextInt(3);
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(100_000), scale);
      List<BigDecimal> weights = weights(random);

      List<BigDecimal> parts = Allocation.allocate(amount, weights);

      assertThat(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(amount);
      assertThat(parts).allMatch(part -> part.scale() == scale && part.signum() >= 0);
      assertEachIsWithinOneUnitOfItsShare(amount, weights, parts);
      List<Integer> sequence = new ArrayList<>(IntStream.range(0, weights.size()).boxed().toList());
      Collections.shuffle(sequence, random);
      List<BigDecimal> shuffled =
          Allocation.allocate(amount, sequence.stream().map(weights::get).toList());
      assertThat(pairs(sequence.stream().map(weights::get).toList(), shuffled))
          .isEqualTo(pairs(weights, parts));
    }
  }

  private static void assertEachIsWithinOneUnitOfItsShare(
      BigDecimal amount, List<BigDecimal> weights, List<BigDecimal> parts) {
    BigDecimal sum = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal unit = BigDecimal.valueOf(1, amount.scale());
    for (int i = 0; i < parts.size(); i++) {
      BigDecimal difference =
          parts.get(i).multiply(sum).subtract(amount.multiply(weights.get(i))).abs();
      assertThat(difference).isLessThan(unit.multiply(sum));
    }
  }

  @Test
  void refusesWhatCannotBeDivided() {
    BigDecimal one = BigDecimal.ONE;

    assertRefused("amount", () -> Allocation.allocate(null, List.of(one)));
    assertThat(assertRefused("amount", () -> Allocation.allocate(one.negate(), List.of(one))))
        .hasMessage("amount: must not be negative, is -1");
    assertRefused("weights", () -> Allocation.allocate(one, null));
    assertRefused("weights[1]", () -> Allocation.allocate(one, Arrays.asList(one, null)));
    assertRefused("weights", () -> Allocation.allocate(one, List.of()));
    assertRefused("weights", () -> Allocation.allocate(BigDecimal.ZERO, List.of()));
    assertRefused("weights", () -> Allocation.allocate(one, decimals("0 0.00")));
    assertRefused("weights", () -> Allocation.allocate(one, decimals("5 -1")));
    assertRefused("weights", () -> Allocation.allocate(BigDecimal.ZERO, decimals("1 -1")));
  }

  private static List<BigDecimal> weights(Random random) {
    while (true) {
      List<BigDecimal> weights = new ArrayList<>();
      for (int left = 1 + random.nextInt(6); left > 0; left--) {
        weights.add(BigDecimal.valueOf(random.nextInt(50), random.nextInt(3)));
      }
      if (weights.stream().anyMatch(weight -> weight.signum() > 0)) {
        return weights;
      }
    }
  }

  /** Who got what: each weight with its part, in one sequence. */
  private static List<String> pairs(List<BigDecimal> weights, List<BigDecimal> parts) {
    return IntStream.range(0, weights.size())
        .mapToObj(i -> weights.get(i).stripTrailingZeros().toPlainString() + ":" + parts.get(i))
        .sorted()
        .toList();
  }

  private static List<BigDecimal> decimals(String text) {
    return Arrays.stream(text.split(" ")).map(BigDecimal::new).toList();
  }
}
