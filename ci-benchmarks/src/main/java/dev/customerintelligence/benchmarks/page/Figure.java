package dev.customerintelligence.benchmarks.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure with its target.
 *
 * @param says what it says
 * @param params the parameters that it was measured with
 * @param value in the rounds
 * @param unit to print behind it, may be empty
 * @param target to print, may be empty
 * @param met whether the target is met; null without target
 */
record Figure(
    String says,
    Map<String, String> params,
    Spread value,
    String unit,
    String target,
    @Nullable Boolean met) {

  /** Returns all figures of a class. */
  static List<Figure> of(Class<?> type, List<List<Result>> rounds) {
    List<Figure> figures = new ArrayList<>();
    for (Ratio ratio : type.getAnnotationsByType(Ratio.class)) {
      figures.addAll(ratios(ratio, rounds));
    }
    for (Limit limit : type.getAnnotationsByType(Limit.class)) {
      figures.addAll(limits(limit, rounds));
    }
    return figures;
  }

  private static List<Figure> ratios(Ratio ratio, List<List<Result>> rounds) {
    Selector of = Selector.parse(ratio.of());
    Selector by = Selector.parse(ratio.by());
    Map<Map<String, String>, List<Double>> values = new LinkedHashMap<>();
    for (List<Result> round : rounds) {
      for (Result above : round.stream().filter(of::selects).toList()) {
        for (Result below : round.stream().filter(by::selects).toList()) {
          if (fit(of.rest(above), by.rest(below))) {
            values
                .computeIfAbsent(of.rest(above), params -> new ArrayList<>())
                .add(above.score() / below.score());
          }
        }
      }
    }
    return figures(
        ratio.says(), "", new Target(ratio.atLeast(), ratio.atMost(), ratio.holdsFor()), values);
  }

  private static List<Figure> limits(Limit limit, List<List<Result>> rounds) {
    Selector of = Selector.parse(limit.of());
    Map<Map<String, String>, List<Double>> values = new LinkedHashMap<>();
    for (List<Result> round : rounds) {
      for (Result result : round.stream().filter(of::selects).toList()) {
        Double value = result.metrics().get(limit.metric());
        // An earlier run may not have had it yet.
        if (value != null) {
          values.computeIfAbsent(of.rest(result), params -> new ArrayList<>()).add(value);
        }
      }
    }
    return figures(
        limit.says(), limit.unit(), new Target(0, limit.atMost(), limit.holdsFor()), values);
  }

  private static boolean fit(Map<String, String> one, Map<String, String> other) {
    return one.entrySet().stream()
        .allMatch(
            param ->
                !other.containsKey(param.getKey())
                    || param.getValue().equals(other.get(param.getKey())));
  }

  private static List<Figure> figures(
      String says, String unit, Target target, Map<Map<String, String>, List<Double>> values) {
    List<Figure> figures = new ArrayList<>();
    values.forEach(
        (params, measured) -> {
          Spread spread = Spread.of(measured);
          boolean set = target.isSetFor(params);
          figures.add(
              new Figure(
                  says,
                  params,
                  spread,
                  unit,
                  set ? target.text() : "",
                  set ? target.isMetBy(spread.median()) : null));
        });
    return figures;
  }

  private record Target(double atLeast, double atMost, String holdsFor) {
    private Target {
      if (atLeast > 0 && atMost < Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException("A target has one end, not two");
      }
    }

    boolean isSetFor(Map<String, String> params) {
      Map<String, String> asked = Selector.params(holdsFor);
      if (!params.keySet().containsAll(asked.keySet())) {
        throw new IllegalArgumentException(
            "A target holds for " + holdsFor + ", but its figures have only " + params.keySet());
      }
      return (atLeast > 0 || atMost < Double.POSITIVE_INFINITY)
          && params.entrySet().containsAll(asked.entrySet());
    }

    boolean isMetBy(double value) {
      return value >= atLeast && value <= atMost;
    }

    String text() {
      return atLeast > 0
          ? "at least " + Spread.number(atLeast)
          : "at most " + Spread.number(atMost);
    }
  }
}
