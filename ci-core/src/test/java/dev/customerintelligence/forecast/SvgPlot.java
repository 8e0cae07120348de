package dev.customerintelligence.forecast;

import java.util.Locale;

/** A small plot as SVG text: two axes from 0, a line, and points with labels. Not thread-safe. */
final class SvgPlot {
  private static final int WIDTH = 460;
  private static final int HEIGHT = 320;
  private static final int LEFT = 56;
  private static final int RIGHT = 20;
  private static final int TOP = 34;
  private static final int BOTTOM = 48;
  private static final int TICKS = 5;

  private final StringBuilder svg = new StringBuilder();
  private final double maxX;
  private final double maxY;

  SvgPlot(String title, String xTitle, double maxX, String yTitle, double maxY) {
    this.maxX = maxX;
    this.maxY = maxY;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    add("<title>%s</title>", title);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
    text(WIDTH / 2.0, 20, "middle", title);
    for (int i = 0; i <= TICKS; i++) {
      double x = maxX * i / TICKS;
      double y = maxY * i / TICKS;
      line(x, 0, x, maxY, "#eee");
      line(0, y, maxX, y, "#eee");
      text(x(x), HEIGHT - BOTTOM + 16, "middle", tick(x));
      text(LEFT - 6, y(y) + 4, "end", tick(y));
    }
    line(0, 0, maxX, 0, "#333");
    line(0, 0, 0, maxY, "#333");
    text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 10, "middle", xTitle);
    add(
        "<text transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        TOP + (HEIGHT - TOP - BOTTOM) / 2, yTitle);
  }

  SvgPlot line(double fromX, double fromY, double toX, double toY, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x(fromX), y(fromY), x(toX), y(toY), colour);
    return this;
  }

  SvgPlot point(double x, double y, double radius, String colour, String label) {
    add(
        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" fill-opacity=\"0.7\"/>",
        x(x), y(y), radius, colour);
    if (!label.isEmpty()) {
      boolean right = x < 0.6 * maxX;
      text(x(x) + (right ? radius + 4 : -radius - 4), y(y) + 4, right ? "start" : "end", label);
    }
    return this;
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  private double x(double value) {
    return LEFT + value / maxX * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / maxY * (HEIGHT - TOP - BOTTOM);
  }

  private static String tick(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
