package dev.customerintelligence.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
  @Test
  void theLoadRunIsOnThePageWhereOneIsGiven(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("run.json"), "{\"command\":\"a test\"}");
    Path load =
        Files.writeString(
            folder.resolve("load.json"),
            """
            {"clients":8,"processors":2,"java":"17.0.1","seconds":60,"seconds_away":3,"phases":[
            {"phase":"steady","answers":{"200":7,"202":8,"204":9},"requests_per_second":209,
             "median_ms":35.0,"p99_ms":110.4,"heap_after_gc_mb":66},
            {"phase":"away","answers":{"200":5,"500":2,"503":3},"requests_per_second":13,
             "median_ms":3.25,"p99_ms":1287.3,"heap_after_gc_mb":67}],
            "events_accepted":1217,"events_stored":1216}
            """);
    Path page = folder.resolve("performance.md");

    PerformancePage.write(folder, null, load, page, List.of());

    assertThat(page)
        .content()
        .contains("8 visitors at a time", "for 60 s", "stopped for 3 s", "2\nprocessors")
        .contains("-Dstorefront.load.seconds=60")
        .contains("| steady | 209 | 35.0 | 110 | 24 | 0 | 0 | 66 |\n")
        .contains("| away | 13.0 | 3.25 | 1,287 | 5 | 3 | 2 | 67 |\n")
        .contains("accepted: 1217; of these stored in the end: 1216.");

    PerformancePage.write(folder, null, null, page, List.of());

    assertThat(page).content().doesNotContain("under load");
  }
}
