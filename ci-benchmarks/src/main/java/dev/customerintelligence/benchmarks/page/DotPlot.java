package dev.customerintelligence.benchmarks.page;

import java.util.List;
import java.util.Locale;

/** Times as dots on a logarithmic scale, as SVG: lengths of bars would lie on such a scale. */
final class DotPlot {
  /** One line of the plot. */
  record Row(String label, Spread value) {}

  private static final int ROW = 22;
  private static final int LEFT = 380;
  private static final int WIDTH = 900;
  private static final int RIGHT = 20;
  private static final int TOP = 34;

  private DotPlot() {}

  static String svg(String title, String unit, List<Row> rows) {
    double least = rows.stream().mapToDouble(row -> row.value().least()).min().orElse(1);
    double most = rows.stream().mapToDouble(row -> row.value().most()).max().orElse(1);
    int low = (int) Math.floor(Math.log10(least));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(most)));
    int height = TOP + ROW * rows.size() + 34;
    StringBuilder svg =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-size="12" \
                font-family="sans-serif" role="img"><title>%s</title>
                <rect width="100%%" height="100%%" fill="white"/>
                """,
                WIDTH,
                height,
                title));
    for (int power = low; power <= high; power++) {
      double x = x(Math.pow(10, power), low, high);
      line(svg, x, TOP, x, height - 30.0, "#ddd");
      text(svg, x, height - 14.0, "middle", label(power) + (power == high ? " " + unit : ""));
    }
    text(svg, 8, 18, "start", title);
    double y = TOP;
    for (Row row : rows) {
      y += ROW;
      double middle = y - ROW / 2.0;
      text(svg, LEFT - 10.0, middle + 4, "end", row.label());
      line(svg, LEFT, middle, WIDTH - RIGHT, middle, "#eee");
      line(
          svg,
          x(row.value().least(), low, high),
          middle,
          x(row.value().most(), low, high),
          middle,
          "#1f6f8b");
      double at = x(row.value().median(), low, high);
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"#1f6f8b\"/>%n",
              at,
              middle));
      text(svg, at + 9, middle - 3, "start", Spread.number(row.value().median()));
    }
    return svg.append("</svg>\n").toString();
  }

  private static double x(double value, int low, int high) {
    return LEFT + (WIDTH - RIGHT - 60 - LEFT) * (Math.log10(value) - low) / (high - low);
  }

  private static String label(int power) {
    return power < 0
        ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
        : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
