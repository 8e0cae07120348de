package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MaximiserTest {
  @Test
  void climbsAParabola() {
    Maximiser.Optimum optimum =
        maximise(p -> -square(Math.log(p[0]) - 1) - 50 * square(Math.log(p[1] / p[0])), 0, 0);

    assertThat(optimum.converged).isTrue();
    assertThat(optimum.logParameters[0]).isCloseTo(1, within(1e-6));
    assertThat(optimum.logParameters[1]).isCloseTo(1, within(1e-6));
  }

  @Test
  void stopsAtTheWall() {
    Maximiser.Optimum optimum = maximise(p -> 0.01 * Math.log(p[0]), 0);

    assertThat(objective(p -> p[0], 1).inside(0, optimum.logParameters[0]))
        .isEqualTo(Math.log(PenalizedObjective.HIGHEST));
  }

  @Test
  void staysWhereItIsFlat() {
    Maximiser.Optimum optimum = maximise(p -> 3, 0.5);

    assertThat(optimum.logParameters).containsExactly(0.5);
    assertThat(optimum.converged).isTrue();
  }

  @Test
  void saysWhenItDidNotConverge() {
    // A slope that never ends, as if it had been computed wrongly.
    LogLikelihood misleading =
        new LogLikelihood() {
          @Override
          public double value(double[] parameters, double @Nullable [] gradient) {
            if (gradient != null) {
              gradient[0] = 1 / parameters[0];
            }
            return -square(Math.log(parameters[0]) - 2);
          }

          @Override
          public int customers() {
            return 1;
          }
        };
    PenalizedObjective objective = new PenalizedObjective(misleading, new double[] {0}, 0);
    Maximiser.Optimum optimum = new Maximiser(objective).maximise(List.of(new double[] {0}));

    assertThat(optimum.converged).isFalse();
    assertThat(optimum.start).containsExactly(0);
    assertThat(optimum.value).isLessThan(1);
  }

  @Test
  void looksAroundWhereItIsStuck() {
    // A cliff stops the first climb; the top is beyond it.
    ToDoubleFunction<double[]> cliff =
        p -> -square(Math.log(p[0]) - 1) - (Math.abs(Math.log(p[0]) - 0.5) < 0.1 ? 5 : 0);
    Maximiser.Optimum optimum = maximise(cliff, 0.35);

    assertThat(optimum.logParameters[0]).isCloseTo(1, within(1e-4));
    assertThat(optimum.converged).isTrue();
  }

  @Test
  void doesNotFallIntoWhatIsNoNumber() {
    Maximiser.Optimum optimum =
        maximise(p -> p[0] > 3 ? Double.NaN : -square(Math.log(p[0]) - 0.9), 0);

    assertThat(optimum.logParameters[0]).isCloseTo(0.9, within(1e-4));
  }

  @Test
  void keepsTheBestOfItsStarts() {
    PenalizedObjective objective =
        objective(p -> Math.sin(3 * Math.log(p[0])) + 0.2 * Math.log(p[0]), 1);
    Maximiser.Optimum optimum =
        new Maximiser(objective)
            .maximise(List.of(new double[] {-2}, new double[] {3}, new double[] {0}));

    assertThat(optimum.start).containsExactly(3);
    assertThat(objective.evaluations()).isGreaterThan(10);
  }

  @Test
  void aPullMovesTheOptimum() {
    PenalizedObjective objective =
        new PenalizedObjective(likelihood(p -> -square(Math.log(p[0]) - 3)), new double[] {0}, 2);
    Maximiser.Optimum optimum = new Maximiser(objective).maximise(List.of(new double[] {0}));

    assertThat(optimum.logParameters[0]).isCloseTo(1.5, within(1e-6));
    assertThat(objective.logLikelihood(optimum.logParameters)).isCloseTo(-2.25, within(1e-5));
  }

  @Test
  void aSaddleOrANothingHasNoCurvature() {
    PenalizedObjective saddle = objective(p -> square(Math.log(p[0])) - square(Math.log(p[1])), 2);

    assertThat(Curvature.at(saddle, new double[] {0, 0}, new int[] {0, 1}, 1)).isNull();
    assertThat(Curvature.at(saddle, new double[] {0, 0}, new int[] {}, 1)).isNull();
    assertThat(Curvature.at(saddle, new double[] {0, 0}, new int[] {1}, 4).variances())
        .singleElement()
        .satisfies(variance -> assertThat(variance).isCloseTo(0.125, within(1e-4)));
  }

  private static Maximiser.Optimum maximise(ToDoubleFunction<double[]> function, double... start) {
    return new Maximiser(objective(function, start.length)).maximise(List.of(start));
  }

  private static PenalizedObjective objective(ToDoubleFunction<double[]> function, int size) {
    return new PenalizedObjective(likelihood(function), new double[size], 0);
  }

  private static LogLikelihood likelihood(ToDoubleFunction<double[]> function) {
    return new LogLikelihood() {
      @Override
      public double value(double[] parameters, double @Nullable [] gradient) {
        for (int i = 0; gradient != null && i < parameters.length; i++) {
          double[] high = parameters.clone();
          double[] low = parameters.clone();
          high[i] *= 1 + 1e-6;
          low[i] *= 1 - 1e-6;
          gradient[i] =
              (function.applyAsDouble(high) - function.applyAsDouble(low)) / (high[i] - low[i]);
        }
        return function.applyAsDouble(parameters);
      }

      @Override
      public int customers() {
        return 1;
      }
    };
  }

  private static double square(double x) {
    return x * x;
  }
}
