package dev.customerintelligence.forecast;

import dev.customerintelligence.forecast.EvaluationReport.CalibrationBin;
import dev.customerintelligence.forecast.EvaluationReport.WindowScore;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The tables and plots of docs/forecasts.md, made of what the evaluation says. */
final class ForecastPageFigures {
  static final String BEGIN = "<!-- generated: begin -->\n";
  static final String END = "<!-- generated: end -->\n";

  private static final String FOLDER = "figures";
  private static final String MODEL = "#1f6fb4";
  private static final String NAIVE = "#c0392b";
  private static final double LEVEL = 0.8;

  private ForecastPageFigures() {}

  /** The page with its generated part made anew. */
  static String page(String page, List<ShopBenchmark> shops) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + tables(shops) + page.substring(page.indexOf(END));
  }

  /** By path under docs, each plot. */
  static Map<Path, String> plots(List<ShopBenchmark> shops) {
    Map<Path, String> plots = new TreeMap<>();
    for (ShopBenchmark shop : shops) {
      plots.put(Path.of(FOLDER, "forecast-calibration-" + shop.file() + ".svg"), calibration(shop));
      plots.put(Path.of(FOLDER, "forecast-windows-" + shop.file() + ".svg"), windows(shop));
    }
    return plots;
  }

  private static String tables(List<ShopBenchmark> shops) {
    StringBuilder text = new StringBuilder();
    for (ShopBenchmark shop : shops) {
      EvaluationReport mixed = shop.mixed().report();
      add(text, "\n### %s\n", shop.name());
      add(
          text,
          "%,d forecasts, each watched for %d days; %,d of them saw another order in that time.\n",
          mixed.origins(),
          shop.followUpDays(),
          mixed.returned());
      add(text, "| window | holds the next order | hit | mean days | Winkler |");
      add(text, "|---|---|---|---|---|");
      row(text, "80 to 120 % of the mean gap", mixed.naive());
      row(text, "the model's best of the same width", mixed.mostProbable());
      row(text, "the model's, of 80 %", mixed.windows().get(0));
      row(text, "the model's, of 50 %", mixed.windows().get(1));
      row(text, "as stated in whole days, 80 %", Objects.requireNonNull(mixed.stated()));
      add(text, "\n| gaps | k | log score | with those who stay away | CRPS, days | BIC |");
      add(text, "|---|---|---|---|---|---|");
      row(text, "exponential", "1", shop.exponential());
      row(text, "Gamma", parameter(shop.gamma(), "k"), shop.gamma());
      row(
          text,
          "Gamma, by customer",
          String.format(
              Locale.ROOT,
              "mean %.2f",
              shop.mixed().fitted().model().parameter("shape")
                  / shop.mixed().fitted().model().parameter("rate")),
          shop.mixed());
      add(
          text,
          "\n![Calibration on %s](%s/forecast-calibration-%s.svg)",
          shop.name(),
          FOLDER,
          shop.file());
      add(text, "![Windows on %s](%s/forecast-windows-%s.svg)", shop.name(), FOLDER, shop.file());
    }
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, String name, WindowScore score) {
    add(
        text,
        "| %s | %.1f %% | %.1f %% | %.0f | %.0f |",
        name,
        100 * score.coverage(),
        100 * score.hit(),
        score.meanWidth(),
        score.winkler());
  }

  private static void row(StringBuilder text, String name, String k, ShopBenchmark.Result result) {
    add(
        text,
        "| %s | %s | %.3f | %.3f | %.1f | %.0f |",
        name,
        k,
        result.report().logScore(),
        result.report().censoredLogScore(),
        result.report().crps(),
        result.fitted().diagnostics().bic());
  }

  private static String parameter(ShopBenchmark.Result result, String name) {
    return String.format(Locale.ROOT, "%.2f", result.fitted().model().parameter(name));
  }

  private static String calibration(ShopBenchmark shop) {
    SvgPlot plot =
        new SvgPlot(
            shop.name() + ": returns within " + shop.followUpDays() + " days",
            "promised",
            1,
            "happened",
            1);
    plot.line(0, 0, 1, 1, "#888");
    for (CalibrationBin bin : shop.mixed().report().calibration()) {
      plot.point(bin.promised(), bin.happened(), 2 + Math.sqrt(bin.forecasts()) / 4, MODEL, "");
    }
    return plot.toString();
  }

  private static String windows(ShopBenchmark shop) {
    EvaluationReport report = shop.mixed().report();
    WindowScore wide = report.windows().get(0);
    double widest = 50 * Math.ceil((wide.meanWidth() + 10) / 50);
    SvgPlot plot =
        new SvgPlot(
            shop.name() + ": windows for the next order",
            "mean width, days",
            widest,
            "share that holds the next order",
            1);
    plot.line(0, LEVEL, widest, LEVEL, "#888");
    point(plot, report.naive(), NAIVE, "80 to 120 % of the mean gap");
    point(plot, report.mostProbable(), MODEL, "best of that width");
    point(plot, report.windows().get(1), MODEL, "50 %");
    point(plot, wide, MODEL, "80 %");
    return plot.toString();
  }

  private static void point(SvgPlot plot, WindowScore score, String colour, String label) {
    plot.point(score.meanWidth(), score.coverage(), 5, colour, label);
  }

  private static void add(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
