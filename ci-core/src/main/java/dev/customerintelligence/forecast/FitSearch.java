package dev.customerintelligence.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** One search for the best parameters, in the unit of the rows, and how it ended. */
final class FitSearch {
  private static final double MOVED = 1e-6;

  /** By start: what is added to the logarithms of the parameters at even and odd places. */
  private static final double[][] OFFSETS = {{0, 0}, {-1, -1}, {1, 1}, {1, -1}, {-1, 1}};

  private final PenalizedObjective objective;
  private final Maximiser.Optimum optimum;
  private final int customers;
  private final int evaluationsBefore;

  private FitSearch(
      PenalizedObjective objective,
      Maximiser.Optimum optimum,
      int customers,
      int evaluationsBefore) {
    this.objective = objective;
    this.optimum = optimum;
    this.customers = customers;
    this.evaluationsBefore = evaluationsBefore;
  }

  /** Searches from around a point; the more starts, the wider. */
  static FitSearch around(double[] start, LogLikelihood likelihood, FitOptions options) {
    double[] centre = logarithms(start);
    List<double[]> starts = new ArrayList<>();
    for (double[] offset : Arrays.asList(OFFSETS).subList(0, options.starts())) {
      double[] shifted = centre.clone();
      for (int i = 0; i < shifted.length; i++) {
        shifted[i] += offset[i % 2];
      }
      starts.add(shifted);
    }
    return search(centre, starts, likelihood, options);
  }

  /**
   * Searches from these points.
   *
   * @param centre to where any pull is
   */
  static FitSearch from(
      double[] centre, List<double[]> starts, LogLikelihood likelihood, FitOptions options) {
    return search(
        logarithms(centre),
        starts.stream().map(FitSearch::logarithms).toList(),
        likelihood,
        options);
  }

  private static FitSearch search(
      double[] centre, List<double[]> starts, LogLikelihood likelihood, FitOptions options) {
    PenalizedObjective objective =
        new PenalizedObjective(likelihood, centre, options.regularization());
    return new FitSearch(
        objective, new Maximiser(objective).maximise(starts), likelihood.customers(), 0);
  }

  /** Goes on from where this search ended, with a likelihood of more customers. */
  FitSearch goingOnWith(LogLikelihood likelihood) {
    PenalizedObjective wider = objective.with(likelihood);
    return new FitSearch(
        wider,
        new Maximiser(wider).maximise(List.of(optimum.logParameters)).startedFrom(optimum.start),
        likelihood.customers(),
        evaluations());
  }

  /** Returns this search as one that came after another. */
  FitSearch after(FitSearch other) {
    return new FitSearch(objective, optimum, customers, evaluationsBefore + other.evaluations());
  }

  /** Returns this search, with the effort that another and those before it took. */
  FitSearch countingAlso(FitSearch last) {
    return new FitSearch(
        objective, optimum, customers, last.evaluations() - objective.evaluations());
  }

  boolean isBetterThan(FitSearch other) {
    return optimum.value < other.optimum.value;
  }

  double[] parameters() {
    return IntStream.range(0, optimum.logParameters.length)
        .mapToDouble(i -> Math.exp(objective.inside(i, optimum.logParameters[i])))
        .toArray();
  }

  private int evaluations() {
    return evaluationsBefore + objective.evaluations();
  }

  /**
   * Describes the fit.
   *
   * @param names of the parameters that were searched for
   * @param units by which they are multiplied in the model
   * @param parameterCount how many the model has
   */
  FitDiagnostics diagnostics(
      List<String> names, double[] units, int parameterCount, int returning, int rows) {
    double[] end = optimum.logParameters;
    double[] parameters = parameters();
    int[] free =
        IntStream.range(0, end.length)
            .filter(i -> !objective.isAtBound(i, parameters[i]))
            .toArray();
    double[] gradient = new double[end.length];
    objective.value(end, gradient);
    Curvature.Inverse curvature = Curvature.at(objective, end, free, customers);
    Map<String, Double> standardErrors = new LinkedHashMap<>();
    for (int i = 0; curvature != null && i < free.length; i++) {
      int at = free[i];
      standardErrors.put(
          names.get(at), parameters[at] * units[at] * Math.sqrt(curvature.variances().get(i)));
    }
    double logLikelihood = objective.logLikelihood(end);
    return new FitDiagnostics(
        customers,
        returning,
        rows,
        logLikelihood,
        parameterCount * Math.log(customers) - 2 * logLikelihood,
        evaluations(),
        optimum.converged,
        moved(),
        IntStream.range(0, end.length)
            .filter(i -> objective.isAtBound(i, parameters[i]))
            .mapToObj(names::get)
            .toList(),
        Arrays.stream(free).mapToDouble(i -> Math.abs(gradient[i])).max().orElse(0),
        curvature == null ? null : Double.valueOf(curvature.condition()),
        standardErrors);
  }

  private boolean moved() {
    double most = 0;
    for (int i = 0; i < optimum.start.length; i++) {
      most = Math.max(most, Math.abs(optimum.logParameters[i] - optimum.start[i]));
    }
    return most > MOVED;
  }

  private static double[] logarithms(double[] values) {
    return Arrays.stream(values).map(Math::log).toArray();
  }
}
