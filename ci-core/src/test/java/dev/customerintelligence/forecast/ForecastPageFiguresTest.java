package dev.customerintelligence.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The figures of docs/forecasts.md are what the evaluation says. With {@code -Dci.docs.write=true}
 * they are written instead of compared.
 */
class ForecastPageFiguresTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(\\.\\d+)?");

  @Test
  void theFiguresAreWhatTheEvaluationSays() throws IOException {
    List<ShopBenchmark> shops = List.of(ShopBenchmark.onlineRetail(), ShopBenchmark.cdnow());
    Path page = DOCS.resolve("forecasts.md");
    Map<Path, String> plots = ForecastPageFigures.plots(shops);
    String made = ForecastPageFigures.page(Files.readString(page), shops);
    if (Boolean.getBoolean("ci.docs.write")) {
      Files.writeString(page, made);
      for (Map.Entry<Path, String> plot : plots.entrySet()) {
        Files.createDirectories(DOCS.resolve(plot.getKey()).getParent());
        Files.writeString(DOCS.resolve(plot.getKey()), plot.getValue());
      }
    }

    assertAlike(Files.readString(page), made);
    for (Map.Entry<Path, String> plot : plots.entrySet()) {
      assertAlike(Files.readString(DOCS.resolve(plot.getKey())), plot.getValue());
    }
  }

  /**
   * Another machine's last digits may differ, and so may the last printed one of a number: by 2, as
   * an order at a window's very edge may fall in or out, which is 0.1 % of one of the shops.
   */
  private static void assertAlike(String written, String made) {
    assertThat(NUMBER.matcher(written).replaceAll("#"))
        .isEqualTo(NUMBER.matcher(made).replaceAll("#"));
    Matcher one = NUMBER.matcher(written);
    Matcher other = NUMBER.matcher(made);
    while (one.find() && other.find()) {
      double lastDigit = Math.pow(10, -decimals(one));
      assertThat(number(one)).isCloseTo(number(other), within(2.001 * lastDigit));
    }
  }

  private static int decimals(Matcher match) {
    return match.group(1) == null ? 0 : match.group(1).length() - 1;
  }

  private static double number(Matcher match) {
    return Double.parseDouble(match.group().replace(",", ""));
  }
}
