package dev.customerintelligence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.PerformancePage;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.server.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs each benchmark once with tiny data: whether it works, not how fast. */
class SmokeTest {
  @Test
  void eachBenchmarkRunsAndEachFigureIsOnThePage(@TempDir Path folder) throws Exception {
    System.setProperty("jmh.ignoreLock", "true");
    List<Class<?>> classes = Catalogue.classes();
    for (Class<?> type : classes) {
      OneClass.run(
          type,
          Effort.SMOKE,
          List.of(Store.POSTGRES, Store.MARIADB),
          folder.resolve(type.getSimpleName() + "-1.json"));
    }
    new ObjectMapper()
        .writeValue(folder.resolve("run.json").toFile(), Map.of("date", "2026-11-28"));
    Path page = folder.resolve("docs/performance.md");

    PerformancePage.write(folder, folder, null, page, classes);

    String text = Files.readString(page);
    assertThat(classes).hasSizeGreaterThan(10);
    assertThat(text).contains("| figure | before, 2026-11-28 | now |");
    for (Class<?> type : classes) {
      for (Ratio ratio : type.getAnnotationsByType(Ratio.class)) {
        // Those of two sizes of shop have one here.
        if (!ratio.of().matches(".*(devices|inMemory)=.*")) {
          assertThat(text).contains("| " + ratio.says());
        }
      }
      for (Limit limit : type.getAnnotationsByType(Limit.class)) {
        assertThat(text).contains("| " + limit.says());
      }
      assertThat(page.resolveSibling("performance/" + type.getSimpleName() + ".svg"))
          .content()
          .contains("<circle");
    }
  }
}
