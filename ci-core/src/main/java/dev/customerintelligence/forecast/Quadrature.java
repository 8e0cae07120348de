package dev.customerintelligence.forecast;

import java.util.function.DoubleUnaryOperator;

/** Gauss-Legendre quadrature, its nodes laid on 0..1 once. */
final class Quadrature {
  private static final int NEWTON_STEPS = 10;

  private final double[] nodes;
  private final double[] weights;

  Quadrature(int size) {
    nodes = new double[size];
    weights = new double[size];
    for (int i = 0; i < size; i++) {
      // Newton's method from Tricomi's estimate of the root of the Legendre polynomial.
      double x = Math.cos(Math.PI * (i + 0.75) / (size + 0.5));
      double slope = 0;
      for (int step = 0; step < NEWTON_STEPS; step++) {
        double before = 0;
        double value = 1;
        for (int degree = 1; degree <= size; degree++) {
          double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
          before = value;
          value = next;
        }
        slope = size * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      nodes[i] = (1 - x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }

  private Quadrature(double[] nodes, double[] weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /** Returns the same in v, where the variable is v to a power: the higher, the more near 0. */
  Quadrature crowded(double power) {
    double[] places = new double[nodes.length];
    double[] slopes = new double[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      places[i] = Math.pow(nodes[i], power);
      slopes[i] = weights[i] * power * Math.pow(nodes[i], power - 1);
    }
    return new Quadrature(places, slopes);
  }

  int size() {
    return nodes.length;
  }

  double node(int i) {
    return nodes[i];
  }

  double weight(int i) {
    return weights[i];
  }

  double integrate(DoubleUnaryOperator function, double from, double to) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      sum += weights[i] * function.applyAsDouble(from + (to - from) * nodes[i]);
    }
    return sum * (to - from);
  }
}
