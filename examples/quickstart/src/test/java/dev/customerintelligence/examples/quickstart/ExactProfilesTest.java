package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.forecast.Forecast;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every written profile up to its forecast, character by character, against a calculation without
 * the library.
 */
class ExactProfilesTest {
  private static final String FORECAST = ",\"forecast\":";
  private static final int CUSTOMERS_IN_ONLINE_RETAIL = 4338;

  @TempDir private Path folder;

  @Test
  void profilesOfTheSmallShopAreExact() throws IOException {
    try (InputStream csv =
        Objects.requireNonNull(Quickstart.class.getResourceAsStream("small-shop.csv"))) {
      ReferenceShop shop = ReferenceShop.ofShopColumns(csv);
      Instant now = shop.newestOrder().plus(Duration.ofDays(1));

      List<String> written = written("--now", now);

      assertThat(written).hasSize(40);
      assertSame(written, shop.profiles(now));
    }
  }

  @Test
  void profilesOfOnlineRetailAreExact() throws IOException {
    Path file = OnlineRetailData.orSkip();
    try (InputStream csv = new GZIPInputStream(Files.newInputStream(file))) {
      ReferenceShop shop = ReferenceShop.ofOnlineRetail(csv);
      Instant now = shop.newestOrder().plus(Duration.ofDays(1));

      List<String> written = written("--orders", file);

      assertThat(written).hasSize(CUSTOMERS_IN_ONLINE_RETAIL);
      assertSame(written, shop.profiles(now));
    }
  }

  private List<String> written(Object option, Object value) throws IOException {
    Path json = folder.resolve("profiles.json");
    CommandRun run = CommandRun.of(option, value, "--profiles-json", json);
    assertThat(run.exitCode()).as(run.err()).isZero();
    List<String> lines = Files.readAllLines(json);
    assertThat(lines).startsWith("[").endsWith("]");
    List<String> profiles = new ArrayList<>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      String profile = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
      int forecast = profile.indexOf(FORECAST);
      assertThat(forecast).as(profile).isPositive();
      assertForecast(profile.substring(forecast + FORECAST.length(), profile.length() - 1));
      profiles.add(profile.substring(0, forecast));
    }
    return profiles;
  }

  /** A forecast is checked for being one; the library's own tests check what it says. */
  private static void assertForecast(String json) {
    if (!json.equals("null")) {
      Forecast forecast = Forecast.fromJson(json);
      assertThat(forecast.toJson()).isEqualTo(json);
      assertThat(forecast.expectedSpend()).isNotNull();
    }
  }

  private static void assertSame(List<String> written, List<String> expected) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < Math.max(written.size(), expected.size()); i++) {
      String actual = i < written.size() ? written.get(i) : "nothing";
      String right = i < expected.size() ? expected.get(i) : "nothing";
      if (!actual.equals(right)) {
        differences.add("is        " + actual + "\nshould be " + right);
      }
    }
    assertThat(differences.stream().limit(5))
        .as("%s of %s profiles differ", differences.size(), expected.size())
        .isEmpty();
  }
}
