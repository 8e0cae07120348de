package dev.customerintelligence.forecast;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Hessian of an objective where a search ended, by central differences of its gradient. */
final class Curvature {
  private static final double STEP = 1e-4;
  private static final double LEAST = 1e-12;
  private static final int SWEEPS = 20;

  private Curvature() {}

  /**
   * What it says.
   *
   * @param condition the ratio of its extreme eigenvalues
   * @param variances the diagonal of the inverse, over the customers, by free coordinate
   */
  record Inverse(double condition, List<Double> variances) {}

  /**
   * Returns the inverse, or null when the objective does not curve upwards everywhere.
   *
   * @param free the coordinates that are inside their range
   */
  static @Nullable Inverse at(
      PenalizedObjective objective, double[] point, int[] free, double customers) {
    int size = free.length;
    double[][] matrix = hessian(objective, point, free);
    double[][] vectors = diagonalize(matrix);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < size; i++) {
      least = Math.min(least, matrix[i][i]);
      most = Math.max(most, matrix[i][i]);
    }
    if (!(least > LEAST * most)) {
      return null;
    }
    List<Double> variances = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int j = 0; j < size; j++) {
        sum += vectors[i][j] * vectors[i][j] / matrix[j][j];
      }
      variances.add(sum / customers);
    }
    return size == 0 ? null : new Inverse(most / least, variances);
  }

  private static double[][] hessian(PenalizedObjective objective, double[] point, int[] free) {
    double[][] hessian = new double[free.length][free.length];
    double[] high = new double[point.length];
    double[] low = new double[point.length];
    for (int i = 0; i < free.length; i++) {
      double[] shifted = point.clone();
      shifted[free[i]] += STEP;
      objective.value(shifted, high);
      shifted[free[i]] -= 2 * STEP;
      objective.value(shifted, low);
      for (int j = 0; j < free.length; j++) {
        double second = (high[free[j]] - low[free[j]]) / (4 * STEP);
        hessian[i][j] += second;
        hessian[j][i] += second;
      }
    }
    return hessian;
  }

  /**
   * Turns a small symmetric matrix by Jacobi's rotations until its eigenvalues are its diagonal;
   * returns the eigenvectors as columns.
   */
  private static double[][] diagonalize(double[][] matrix) {
    int size = matrix.length;
    double[][] vectors = new double[size][size];
    for (int i = 0; i < size; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          double angle = 0.5 * Math.atan2(2 * matrix[p][q], matrix[q][q] - matrix[p][p]);
          double cos = Math.cos(angle);
          double sin = Math.sin(angle);
          for (int i = 0; i < size; i++) {
            rotate(matrix[i], p, q, cos, sin);
            rotate(vectors[i], p, q, cos, sin);
          }
          for (int i = 0; i < size; i++) {
            double x = matrix[p][i];
            double y = matrix[q][i];
            matrix[p][i] = cos * x - sin * y;
            matrix[q][i] = sin * x + cos * y;
          }
        }
      }
    }
    return vectors;
  }

  private static void rotate(double[] row, int p, int q, double cos, double sin) {
    double x = row[p];
    double y = row[q];
    row[p] = cos * x - sin * y;
    row[q] = sin * x + cos * y;
  }
}
