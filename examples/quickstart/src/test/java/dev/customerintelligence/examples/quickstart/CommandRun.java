package dev.customerintelligence.examples.quickstart;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the command, inside this process, its lines ended by \n on every platform. */
record CommandRun(int exitCode, String out, String err) {
  static CommandRun of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Quickstart.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    return new CommandRun(command.execute(texts), lines(out.toString()), lines(err.toString()));
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }
}
