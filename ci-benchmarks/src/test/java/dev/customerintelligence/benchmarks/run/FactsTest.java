package dev.customerintelligence.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.customerintelligence.benchmarks.server.Store;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsTest {
  private static final Set<Store> TWO = EnumSet.of(Store.POSTGRES, Store.MARIADB);

  @Test
  void aServerMayComeBesideOthers() {
    Map<String, String> merged =
        Facts.merged(
            Map.of("date", "2026-11-30", "command", "`run`", "POSTGRES", "18.6"),
            Map.of("date", "2026-12-01", "command", "`run --mysql`", "MYSQL", "9.7"),
            TWO);

    assertThat(merged)
        .containsOnly(
            Map.entry("date", "2026-12-01"),
            Map.entry("command", "`run`, `run --mysql`"),
            Map.entry("POSTGRES", "18.6"),
            Map.entry("MYSQL", "9.7"));
  }

  @Test
  void aServerWithoutResultsIsNamedNoMore() {
    Map<String, String> before =
        Map.of("command", "`run`", "MYSQL", "9.7", "MYSQL cache", "4 GiB", "JMH", "1.37");

    assertThat(Facts.merged(before, Map.of("command", "`run`"), TWO))
        .containsOnly(Map.entry("command", "`run`"), Map.entry("JMH", "1.37"));
    assertThat(Facts.merged(before, Map.of("command", "`run`"), EnumSet.of(Store.MYSQL)))
        .containsKeys("MYSQL", "MYSQL cache");
  }

  @Test
  void resultsOfAnotherCommitNameBoth() {
    assertThat(
            Facts.merged(
                Map.of("command", "`run`", "library", "1.0, commit 62c50f8"),
                Map.of("command", "`run`", "library", "1.0, commit d01b2cf"),
                TWO))
        .containsEntry("library", "1.0, commit 62c50f8, 1.0, commit d01b2cf");
    assertThat(
            Facts.merged(
                Map.of("command", "`run`", "library", "1.0, commit 62c50f8-dirty"),
                Map.of("command", "`run`", "library", "1.0, commit 62c50f8"),
                TWO))
        .containsEntry("library", "1.0, commit 62c50f8-dirty, 1.0, commit 62c50f8");
  }

  @Test
  void resultsOfAnotherServerAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Facts.merged(
                    Map.of("command", "`run`", "MARIADB cache", "1024 MiB"),
                    Map.of("command", "`run`", "MARIADB cache", "4096 MiB"),
                    TWO))
        .withMessageContainingAll("MARIADB cache", "1024 MiB", "4096 MiB", "--results");
  }

  @Test
  void resultsWhoseCacheIsNotKnownAreRefused() {
    Map<String, String> now = Map.of("command", "`run`", "MARIADB cache", "4096 MiB");

    assertThatIllegalStateException()
        .isThrownBy(() -> Facts.merged(Map.of("command", "`run`"), now, TWO))
        .withMessageContainingAll("MARIADB cache", "not said");
  }

  @Test
  void aServerWhoseResultsAreAllMadeAnewMayBeAnother() {
    Map<String, String> before = Map.of("command", "`run`", "MYSQL", "8.4", "MYSQL cache", "1 GiB");
    Map<String, String> now = Map.of("command", "`run`", "MYSQL", "9.7", "MYSQL cache", "4 GiB");

    assertThat(Facts.merged(before, now, EnumSet.of(Store.POSTGRES))).isEqualTo(now);
  }
}
