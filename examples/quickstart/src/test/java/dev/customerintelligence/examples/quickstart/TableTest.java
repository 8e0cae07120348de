package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void alignsTextLeftAndNumbersRight() {
    StringWriter out = new StringWriter();

    new Table()
        .text("name")
        .number("n")
        .text("note")
        .row("long name", 7, "")
        .row("x", 1234, "y")
        .print(new PrintWriter(out, true));

    assertThat(out.toString().lines())
        .containsExactly(
            "  name          n  note",
            "  ---------  ----  ----",
            "  long name     7",
            "  x          1234  y");
  }

  @Test
  void refusesARowOfAnotherLength() {
    Table table = new Table().text("a").text("b");

    assertThatThrownBy(() -> table.row("only one")).hasMessage("1 cells for 2 columns");
  }
}
