package dev.customerintelligence.examples.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Map;

/**
 * Prints results on the output, as lines or one JSON document, and all else on the error output.
 */
final class Console {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean json;

  Console(PrintWriter out, PrintWriter err, boolean terminal, boolean json) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.json = json;
  }

  /** Prints what a command came to; values are texts, numbers, booleans, maps and collections. */
  void result(Map<String, ?> values) {
    if (json) {
      try {
        out.println(JSON.writeValueAsString(values));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    } else {
      print("", values);
    }
    out.flush();
  }

  /** Prints something that happened meanwhile. */
  void note(String text) {
    err.println(text);
    err.flush();
  }

  Progress progress(String work, String unit) {
    return new Progress(work, unit, err, terminal);
  }

  private void print(String indent, Map<?, ?> values) {
    values.forEach(
        (name, value) -> {
          String label = indent + String.valueOf(name).replace('_', ' ') + ":";
          if (value instanceof Map<?, ?> inner) {
            out.println(label);
            print(indent + "  ", inner);
          } else if (value instanceof Collection<?> many) {
            out.println(label + (many.isEmpty() ? " none" : ""));
            many.forEach(each -> printEach(indent + "  ", each));
          } else {
            out.println(label + " " + value);
          }
        });
  }

  private void printEach(String indent, Object each) {
    if (each instanceof Map<?, ?> row) {
      StringBuilder line = new StringBuilder();
      row.forEach(
          (name, value) ->
              line.append(line.isEmpty() ? "" : ", ")
                  .append(String.valueOf(name).replace('_', ' '))
                  .append(' ')
                  .append(value));
      out.println(indent + "- " + line);
    } else {
      out.println(indent + "- " + each);
    }
  }
}
