package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InterpolatedFunctionTest {
  /** Smooth, singular at 0, and as steep as counts of very regular customers are. */
  static Stream<DoubleUnaryOperator> functions() {
    return Stream.of(
        x -> Math.pow(x, 0.3) * Math.exp(-x / 50),
        x -> new RenewalCounts(1.718, 0.07).expected(0, 4.3, 3.4, 0.9, Math.expm1(x)),
        x -> new RenewalCounts(59.5, 0.07).expected(0, 700, 3.4, 0.9, Math.expm1(x)),
        x -> RegularizedBeta.value(-Math.expm1(-x), 0.3, 20));
  }

  @ParameterizedTest
  @MethodSource("functions")
  void saysWhatTheFunctionSays(DoubleUnaryOperator function) {
    InterpolatedFunction interpolated = new InterpolatedFunction(function);
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      double x = Math.exp(-12 + 13.5 * random.nextDouble());
      double value = function.applyAsDouble(x);
      assertThat(interpolated.value(x)).as("at %s", x).isCloseTo(value, within(2e-9 * value));
    }
  }

  @Test
  void computesOncePerPlace() {
    AtomicInteger calls = new AtomicInteger();
    InterpolatedFunction interpolated =
        new InterpolatedFunction(
            x -> {
              calls.incrementAndGet();
              return Math.exp(x);
            });
    interpolated.value(1.1);
    int first = calls.get();
    for (double x = 1; x < 2; x += 0.01) {
      interpolated.value(x);
    }

    assertThat(first).isBetween(10, 100);
    assertThat(calls).hasValue(first);
  }

  @Test
  void asksTheFunctionItselfFarFromOne() {
    InterpolatedFunction interpolated = new InterpolatedFunction(Math::sqrt);

    for (double x : new double[] {0, 1e-9, 1e-300, 256, 1e9}) {
      assertThat(interpolated.value(x)).isEqualTo(Math.sqrt(x));
    }
  }
}
