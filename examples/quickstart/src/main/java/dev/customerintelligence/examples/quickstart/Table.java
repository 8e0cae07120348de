package dev.customerintelligence.examples.quickstart;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** A table with aligned columns, numbers to the right. */
final class Table {
  private static final String GAP = "  ";

  private final List<String> headings = new ArrayList<>();
  private final List<Boolean> toTheRight = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table text(String heading) {
    return column(heading, false);
  }

  Table number(String heading) {
    return column(heading, true);
  }

  /** Adds a row of as many cells as there are columns. */
  Table row(Object... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + headings.size() + " columns");
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(PrintWriter out) {
    printRow(out, headings);
    printRow(out, headings.stream().map(heading -> "").toList(), '-');
    rows.forEach(row -> printRow(out, row));
  }

  private Table column(String heading, boolean right) {
    headings.add(heading);
    toTheRight.add(right);
    return this;
  }

  private void printRow(PrintWriter out, List<String> cells) {
    printRow(out, cells, ' ');
  }

  private void printRow(PrintWriter out, List<String> cells, char filler) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String fill = String.valueOf(filler).repeat(width(i) - cells.get(i).length());
      line.append(GAP).append(toTheRight.get(i) ? fill + cells.get(i) : cells.get(i) + fill);
    }
    out.println(line.toString().stripTrailing());
  }

  private int width(int column) {
    int width = headings.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }
}
