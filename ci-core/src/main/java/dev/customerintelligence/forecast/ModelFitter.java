package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits models to a shop's customers by maximum likelihood. Pure and thread-safe; the same summaries
 * in the same order give the same fit.
 *
 * <p>One evaluation of the likelihood costs time in proportion to the number of different
 * summaries, times 20 for mixed gaps: those are searched for among 2,000 of the summaries, and all
 * of them decide from there.
 */
public final class ModelFitter {
  /** The fewest customers with a repeat purchase that a model is fitted to. */
  public static final int MIN_RETURNING_CUSTOMERS = 10;

  private static final int MAX_ERLANG = 12;
  private static final int PATIENCE = 2;
  private static final double GAMMA_START = 1.5;
  private static final double[] MIXED_STARTS = {5, 50, 1.5};

  /** Mixed gaps are slow: from several starts they are fitted to a part of the rows only. */
  private static final int ROWS_OF_ROUGH_SEARCH = 2_000;

  private ModelFitter() {}

  /**
   * Fits one model.
   *
   * @param summaries all customers, those without repeat purchases too
   * @throws InvalidInputException naming {@code summaries}, when fewer than {@value
   *     #MIN_RETURNING_CUSTOMERS} of them have a repeat purchase, so that nothing can be learned;
   *     or the argument that is null
   */
  public static FittedModel fit(
      List<PurchaseSummary> summaries, ModelSpec spec, FitOptions options) {
    List<PurchaseSummary> all = Inputs.list("summaries", summaries);
    Inputs.required("spec", spec);
    Inputs.required("options", options);
    int returning = (int) all.stream().filter(summary -> summary.frequency() > 0).count();
    refuseFewer("repeat purchase", returning);
    WeightedSummaries rows = new WeightedSummaries(all, spec.regularity() == Regularity.MIXED);
    List<String> names = spec.parameterNames();
    double[] units =
        names.stream()
            .mapToDouble(
                name -> name.equals("alpha") || name.equals("beta") ? 1 / rows.timeScale : 1)
            .toArray();
    Found found = search(rows, spec, options);
    double[] parameters = found.parameters();
    for (int i = 0; i < units.length; i++) {
      parameters[i] *= units[i];
    }
    return new FittedModel(
        FittedModel.VERSION,
        PurchaseModel.of(spec, parameters),
        found.search.diagnostics(names, units, names.size(), returning, rows.size));
  }

  /**
   * Fits the model of spend to the customers with a repeat purchase of more than 0.
   *
   * @throws InvalidInputException naming {@code summaries}, when there are fewer than {@value
   *     #MIN_RETURNING_CUSTOMERS} of them, or their amounts spread so widely that no mean over
   *     customers exists
   */
  public static FittedSpendModel fitSpend(List<PurchaseSummary> summaries, FitOptions options) {
    Inputs.required("options", options);
    List<PurchaseSummary> spenders =
        Inputs.list("summaries", summaries).stream()
            .filter(summary -> summary.monetaryValue() > 0)
            .toList();
    refuseFewer("repeat purchase of more than 0", spenders.size());
    SpendLikelihood likelihood = new SpendLikelihood(spenders);
    FitSearch search = FitSearch.around(new double[] {2, 3, 3}, likelihood, options);
    double[] found = search.parameters();
    if (found[1] <= 1) {
      throw new InvalidInputException(
          "summaries",
          "must have amounts with a mean; the shape q of their spread is "
              + found[1]
              + ", not above 1");
    }
    double unit = 1 / likelihood.moneyScale();
    FitDiagnostics diagnostics =
        search.diagnostics(
            List.of("p", "q", "v"),
            new double[] {1, 1, unit},
            found.length,
            spenders.size(),
            spenders.size());
    return new FittedSpendModel(
        FittedSpendModel.VERSION,
        SpendModel.of(found[0], found[1], found[2] * unit),
        correlation(spenders),
        diagnostics);
  }

  /**
   * Fits several models and prefers the lowest Schwarz criterion: the likelihood, less what each
   * parameter is allowed to gain by chance.
   *
   * @param specs at least one; the one first named wins a tie
   * @throws InvalidInputException naming {@code candidates}, when there is no spec; otherwise like
   *     {@link #fit}
   */
  public static ModelChoice choose(
      List<PurchaseSummary> summaries, List<ModelSpec> specs, FitOptions options) {
    return choose(summaries, specs, options, fitted -> {});
  }

  /** Does the same, and tells of each model that was fitted. */
  static ModelChoice choose(
      List<PurchaseSummary> summaries,
      List<ModelSpec> specs,
      FitOptions options,
      Consumer<FittedModel> listener) {
    List<ModelChoice.Candidate> candidates = new ArrayList<>();
    for (ModelSpec spec : Inputs.list("specs", specs)) {
      FittedModel fitted = fit(summaries, spec, options);
      listener.accept(fitted);
      candidates.add(new ModelChoice.Candidate(fitted, fitted.diagnostics().bic()));
    }
    return ModelChoice.ofLowest(ModelChoice.Criterion.BIC, candidates);
  }

  /** Where a search ended, with a shape that it did not search for. */
  private record Found(FitSearch search, double fixedShape) {
    double[] parameters() {
      double[] searched = search.parameters();
      if (fixedShape == 0) {
        return searched;
      }
      double[] all = Arrays.copyOf(searched, searched.length + 1);
      all[searched.length] = fixedShape;
      return all;
    }
  }

  private static Found search(WeightedSummaries rows, ModelSpec spec, FitOptions options) {
    ModelFamily family = spec.family();
    double[] start = family == ModelFamily.NBD ? new double[] {1, 3} : new double[] {1, 3, 1, 3};
    return switch (spec.regularity()) {
      case POISSON -> {
        LogLikelihood likelihood =
            family == ModelFamily.PARETO_NBD
                ? new ParetoLikelihood(rows)
                : new PoissonLikelihood(rows, family);
        yield new Found(FitSearch.around(start, likelihood, options), 0);
      }
      case ERLANG -> erlang(rows, family, start, options);
      case GAMMA -> new Found(gamma(rows, family, start, options), 0);
      case MIXED -> new Found(mixed(rows, family, start, options), 0);
    };
  }

  private static FitSearch gamma(
      WeightedSummaries rows, ModelFamily family, double[] start, FitOptions options) {
    return FitSearch.around(
        append(withShape(start, GAMMA_START), GAMMA_START),
        new GammaGapLikelihood(rows, family, 0),
        options);
  }

  /** Climbs from k = 1 until it has gone down twice; each fit starts from the one before. */
  private static Found erlang(
      WeightedSummaries rows, ModelFamily family, double[] start, FitOptions options) {
    Found best =
        new Found(FitSearch.around(start, new PoissonLikelihood(rows, family), options), 1);
    FitSearch last = best.search;
    for (int k = 2; k <= MAX_ERLANG && k <= best.fixedShape + PATIENCE; k++) {
      double[] from = withShape(last.parameters(), k / (k - 1.0));
      last =
          FitSearch.from(
                  withShape(start, k),
                  List.of(from),
                  new GammaGapLikelihood(rows, family, k),
                  options)
              .after(last);
      if (last.isBetterThan(best.search)) {
        best = new Found(last, k);
      }
    }
    return new Found(best.search.countingAlso(last), best.fixedShape);
  }

  /** Starts from the best single shape, spread a little, hardly and widely. */
  private static FitSearch mixed(
      WeightedSummaries rows, ModelFamily family, double[] start, FitOptions options) {
    FitSearch single = gamma(rows, family, start, options);
    double[] found = single.parameters();
    double k = found[found.length - 1];
    List<double[]> starts = new ArrayList<>();
    for (double shape : MIXED_STARTS) {
      double[] from = append(found, shape / k);
      from[1] *= k;
      from[found.length - 1] = shape;
      starts.add(from);
    }
    FitSearch rough =
        FitSearch.from(
                append(append(start, GAMMA_START), 1),
                starts.subList(0, Math.min(starts.size(), options.starts())),
                new MixedGapLikelihood(rows.sample(ROWS_OF_ROUGH_SEARCH), family),
                options)
            .after(single);
    return rows.size <= ROWS_OF_ROUGH_SEARCH
        ? rough
        : rough.goingOnWith(new MixedGapLikelihood(rows, family));
  }

  /** With k phases to a gap, the same rate of gaps is a k-fold rate of phases. */
  private static double[] withShape(double[] parameters, double k) {
    double[] changed = parameters.clone();
    changed[1] /= k;
    return changed;
  }

  private static double[] append(double[] values, double value) {
    double[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = value;
    return longer;
  }

  private static void refuseFewer(String what, int returning) {
    if (returning < MIN_RETURNING_CUSTOMERS) {
      throw new InvalidInputException(
          "summaries",
          "must hold at least "
              + MIN_RETURNING_CUSTOMERS
              + " customers with a "
              + what
              + " to learn from, hold "
              + returning);
    }
  }

  private static double correlation(List<PurchaseSummary> spenders) {
    double meanX =
        spenders.stream().mapToDouble(PurchaseSummary::frequency).average().orElseThrow();
    double meanM =
        spenders.stream().mapToDouble(PurchaseSummary::monetaryValue).average().orElseThrow();
    double xx = 0;
    double mm = 0;
    double xm = 0;
    for (PurchaseSummary summary : spenders) {
      double x = summary.frequency() - meanX;
      double m = summary.monetaryValue() - meanM;
      xx += x * x;
      mm += m * m;
      xm += x * m;
    }
    double product = Math.sqrt(xx) * Math.sqrt(mm);
    return product == 0 ? 0 : Math.max(-1, Math.min(1, xm / product));
  }
}
