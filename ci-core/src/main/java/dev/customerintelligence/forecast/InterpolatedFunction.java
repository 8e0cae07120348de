package dev.customerintelligence.forecast;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function above 0 that costs much to compute, computed near where it is asked for and
 * interpolated there from then on, to about nine digits. Which digits come does not depend on what
 * was asked before. Thread-safe: at worst two threads compute the same piece.
 *
 * <p>Each octave has Chebyshev polynomials on halves of halves, as small as the function needs.
 */
final class InterpolatedFunction {
  private static final int NODES = 16;
  private static final int LOWEST_OCTAVE = -24;
  private static final int HIGHEST_OCTAVE = 8;
  private static final int MAX_HALVINGS = 8;
  private static final double TOLERANCE = 1e-10;
  private static final int LAST_COEFFICIENTS = 3;
  private static final double[][] COSINES = cosines();

  private final DoubleUnaryOperator function;
  private final @Nullable Piece[] octaves = new Piece[HIGHEST_OCTAVE - LOWEST_OCTAVE];

  InterpolatedFunction(DoubleUnaryOperator function) {
    this.function = function;
  }

  double value(double x) {
    int octave = Math.getExponent(x) - LOWEST_OCTAVE;
    if (octave < 0 || octave >= octaves.length) {
      return function.applyAsDouble(x);
    }
    Piece piece = octaves[octave];
    if (piece == null) {
      double low = Math.scalb(1.0, octave + LOWEST_OCTAVE);
      piece = piece(low, 2 * low, MAX_HALVINGS);
      octaves[octave] = piece;
    }
    return piece.value(x);
  }

  private Piece piece(double low, double high, int halvingsLeft) {
    double centre = (low + high) / 2;
    double half = (high - low) / 2;
    double[] values = new double[NODES];
    double largest = 0;
    for (int i = 0; i < NODES; i++) {
      values[i] = function.applyAsDouble(centre + half * COSINES[1][i]);
      largest = Math.max(largest, Math.abs(values[i]));
    }
    double[] coefficients = new double[NODES];
    double last = 0;
    for (int degree = 0; degree < NODES; degree++) {
      double sum = 0;
      for (int i = 0; i < NODES; i++) {
        sum += values[i] * COSINES[degree][i];
      }
      coefficients[degree] = (degree == 0 ? 1.0 : 2.0) / NODES * sum;
      if (degree >= NODES - LAST_COEFFICIENTS) {
        last = Math.max(last, Math.abs(coefficients[degree]));
      }
    }
    return last <= TOLERANCE * largest || halvingsLeft == 0
        ? new Polynomial(centre, half, coefficients)
        : new Halves(
            centre, piece(low, centre, halvingsLeft - 1), piece(centre, high, halvingsLeft - 1));
  }

  /** By degree, the Chebyshev polynomials at the roots of the next one. */
  private static double[][] cosines() {
    double[][] cosines = new double[NODES][NODES];
    for (int degree = 0; degree < NODES; degree++) {
      for (int i = 0; i < NODES; i++) {
        cosines[degree][i] = Math.cos(Math.PI * degree * (i + 0.5) / NODES);
      }
    }
    return cosines;
  }

  /** The function on an interval. */
  private sealed interface Piece permits Halves, Polynomial {
    double value(double x);
  }

  private record Halves(double centre, Piece lower, Piece upper) implements Piece {
    @Override
    public double value(double x) {
      return (x < centre ? lower : upper).value(x);
    }
  }

  private static final class Polynomial implements Piece {
    private final double centre;
    private final double half;
    private final double[] coefficients;

    Polynomial(double centre, double half, double[] coefficients) {
      this.centre = centre;
      this.half = half;
      this.coefficients = coefficients;
    }

    /** By Clenshaw's recurrence. */
    @Override
    public double value(double x) {
      double t = (x - centre) / half;
      double next = 0;
      double afterNext = 0;
      for (int degree = coefficients.length - 1; degree > 0; degree--) {
        double now = coefficients[degree] + 2 * t * next - afterNext;
        afterNext = next;
        next = now;
      }
      return coefficients[0] + t * next - afterNext;
    }
  }
}
