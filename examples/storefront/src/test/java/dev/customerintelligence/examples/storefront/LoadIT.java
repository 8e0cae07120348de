package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shop under load, with a store that goes away and comes back. {@code
 * -Dstorefront.load.seconds=60} makes a longer run; {@code target/load.json} has the result, which
 * the benchmarks' {@code page --load} puts on the page about speed.
 */
class LoadIT {
  private static final int SECONDS = Integer.getInteger("storefront.load.seconds", 4);

  @Test
  void aStoreThatGoesAwayIsA503AndNoAcceptedEventIsLost(@TempDir Path folder) throws Exception {
    LoadRun.Result result = LoadRun.run(folder, Duration.ofSeconds(SECONDS));

    Files.writeString(Path.of("target", "load.json"), result.toJson());
    assertThat(result.phases().get(0).answers()).containsOnlyKeys(200, 202, 204);
    assertThat(result.phases().get(1).answers())
        .containsKeys(503)
        .containsOnlyKeys(200, 202, 204, 503);
    assertThat(result.phases().get(2).answers()).containsOnlyKeys(200, 202, 204);
    assertThat(result.stored()).isEqualTo(result.accepted()).isPositive();
  }
}
