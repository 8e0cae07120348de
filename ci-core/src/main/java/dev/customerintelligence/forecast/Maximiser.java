package dev.customerintelligence.forecast;

import java.util.List;

/**
 * Finds the parameters of the highest likelihood, in their logarithms: BFGS from several starts,
 * and where that ends on a slope, once more from all sides of there.
 */
final class Maximiser {
  private static final int MAX_ITERATIONS = 200;
  private static final double ASIDE = 0.3;

  /** Of the mean over customers: what a sum over a million of them can still tell from noise. */
  private static final double LEAST_GAIN = 1e-12;

  private static final double LONGEST_STEP = 1.5;
  private static final double SHORTEST_STEP = 1e-10;
  private static final double ARMIJO = 1e-4;
  private static final double CURVATURE = 1e-16;
  private static final double FLAT = 1e-5;

  private final PenalizedObjective objective;

  Maximiser(PenalizedObjective objective) {
    this.objective = objective;
  }

  /** Where a search ended. */
  static final class Optimum {
    /** The logarithms of the parameters. */
    final double[] logParameters;

    final double value;

    /** From where the search came. */
    final double[] start;

    /** Whether no slope is left. */
    final boolean converged;

    private Optimum(double[] logParameters, double value, double[] start, boolean converged) {
      this.logParameters = logParameters;
      this.value = value;
      this.start = start;
      this.converged = converged;
    }

    /** The same end of a search that came from farther away. */
    Optimum startedFrom(double[] earlier) {
      return new Optimum(logParameters, value, earlier, converged);
    }
  }

  /** Returns the best that any start, logarithms of parameters too, leads to. */
  Optimum maximise(List<double[]> starts) {
    Optimum best = climb(starts.get(0));
    for (double[] start : starts.subList(1, starts.size())) {
      best = better(best, climb(start));
    }
    return best.converged ? best : fromAllSides(best);
  }

  private Optimum fromAllSides(Optimum stuck) {
    Optimum best = stuck;
    for (int i = 0; i < stuck.logParameters.length; i++) {
      for (double aside : new double[] {-ASIDE, ASIDE}) {
        double[] near = stuck.logParameters.clone();
        near[i] += aside;
        best = better(best, climb(near));
      }
    }
    return best.startedFrom(stuck.start);
  }

  private static Optimum better(Optimum one, Optimum other) {
    return other.value < one.value ? other : one;
  }

  /** BFGS with backtracking, on the negative mean: Nocedal and Wright (2006), algorithm 6.1. */
  private Optimum climb(double[] start) {
    int size = start.length;
    double[] point = start.clone();
    double[] gradient = new double[size];
    double value = objective.value(point, gradient);
    double[][] inverse = new double[size][size];
    setIdentity(inverse, 1);
    boolean fresh = true;
    double[] next = new double[size];
    double[] nextGradient = new double[size];
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double[] direction = new double[size];
      double slope = 0;
      double longest = 0;
      for (int i = 0; i < size; i++) {
        direction[i] = -dot(inverse[i], gradient);
        slope += direction[i] * gradient[i];
        longest = Math.max(longest, Math.abs(direction[i]));
      }
      if (-slope < LEAST_GAIN) {
        break;
      }
      double step = Math.min(1, LONGEST_STEP / longest);
      double nextValue = at(point, direction, step, next, nextGradient);
      while (!(nextValue <= value + ARMIJO * step * slope) && step > SHORTEST_STEP) {
        double parabola = -slope * step * step / (2 * (nextValue - value - slope * step));
        step = Math.max(0.1 * step, Math.min(0.5 * step, parabola));
        nextValue = at(point, direction, step, next, nextGradient);
      }
      if (!(nextValue < value)) {
        if (fresh) {
          break;
        }
        setIdentity(inverse, 1);
        fresh = true;
        continue;
      }
      fresh = update(inverse, point, next, gradient, nextGradient, fresh);
      point = next.clone();
      gradient = nextGradient.clone();
      value = nextValue;
    }
    return new Optimum(point, value, start, PenalizedObjective.norm(gradient) < FLAT);
  }

  private double at(
      double[] point, double[] direction, double step, double[] next, double[] nextGradient) {
    for (int i = 0; i < point.length; i++) {
      next[i] = point[i] + step * direction[i];
    }
    return objective.value(next, nextGradient);
  }

  /** Learns the curvature from one step; returns whether it still knows none. */
  private static boolean update(
      double[][] inverse,
      double[] point,
      double[] next,
      double[] gradient,
      double[] nextGradient,
      boolean fresh) {
    int size = point.length;
    double[] moved = new double[size];
    double[] turned = new double[size];
    for (int i = 0; i < size; i++) {
      moved[i] = next[i] - point[i];
      turned[i] = nextGradient[i] - gradient[i];
    }
    double curvature = dot(moved, turned);
    if (curvature <= CURVATURE) {
      return fresh;
    }
    if (fresh) {
      setIdentity(inverse, curvature / dot(turned, turned));
    }
    double[] image = new double[size];
    for (int i = 0; i < size; i++) {
      image[i] = dot(inverse[i], turned);
    }
    double share = (1 + dot(turned, image) / curvature) / curvature;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        inverse[i][j] +=
            share * moved[i] * moved[j] - (image[i] * moved[j] + moved[i] * image[j]) / curvature;
      }
    }
    return false;
  }

  private static void setIdentity(double[][] matrix, double scale) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        matrix[i][j] = i == j ? scale : 0;
      }
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
