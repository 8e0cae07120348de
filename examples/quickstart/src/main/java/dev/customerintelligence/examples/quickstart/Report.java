package dev.customerintelligence.examples.quickstart;

import java.io.PrintWriter;
import java.util.Locale;

/** The printed report: sections of lines and tables. */
final class Report {
  private final PrintWriter out;
  private boolean afterTable;

  Report(PrintWriter out) {
    this.out = out;
  }

  void section(String title) {
    afterTable = false;
    out.println();
    out.println(title);
    out.println("=".repeat(title.length()));
  }

  void line(String format, Object... arguments) {
    if (afterTable) {
      out.println();
      afterTable = false;
    }
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  void table(Table table) {
    out.println();
    table.print(out);
    afterTable = true;
  }

  /** Says how many were not shown, if any. */
  void rest(long count, String what) {
    if (count > 0) {
      line("  ... and %,d more %s", count, what);
    }
  }

  void flush() {
    out.flush();
  }
}
