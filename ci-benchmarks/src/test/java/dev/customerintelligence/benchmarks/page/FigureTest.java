package dev.customerintelligence.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Ratio(says = "slow / quick", of = "slow", by = "quick", atMost = 3, holdsFor = "size=10")
  @Ratio(says = "quick / slow", of = "quick", by = "slow", atLeast = 0.5)
  @Limit(says = "bytes", of = "quick", metric = Limit.ALLOCATED, unit = "B", atMost = 100)
  private static final class Compared {}

  @Ratio(says = "slow / quick", of = "slow", by = "quick", atMost = 3, holdsFor = "sise=10")
  private static final class Misspelt {}

  @Ratio(says = "slow / quick", of = "slow", by = "quick", atMost = 3, atLeast = 1)
  private static final class TwoEnds {}

  @Test
  void aTargetHoldsWhereItIsSet() {
    List<Figure> figures = Figure.of(Compared.class, List.of(run(10, 40), run(20, 40)));

    assertThat(figures)
        .extracting(
            Figure::says, figure -> figure.params().get("size"), Figure::target, Figure::met)
        .containsExactly(
            tuple("slow / quick", "10", "at most 3.00", false),
            tuple("slow / quick", "20", "", null),
            tuple("quick / slow", "10", "at least 0.50", false),
            tuple("quick / slow", "20", "at least 0.50", true),
            tuple("bytes", "10", "at most 100", true),
            tuple("bytes", "20", "at most 100", false));
  }

  @Test
  void aTargetThatCannotHoldIsRefused() {
    assertThatThrownBy(() -> Figure.of(Misspelt.class, List.of(run(10, 40))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A target holds for sise=10, but its figures have only [size]");
    assertThatThrownBy(() -> Figure.of(TwoEnds.class, List.of(run(10, 40))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A target has one end, not two");
  }

  /** The quick one takes as long as the size and allocates ten times that less one. */
  private static List<Result> run(int size, int slow) {
    return List.of(result("slow", size, slow), result("quick", size, size));
  }

  private static Result result(String method, int size, int score) {
    return new Result(
        "Compared",
        method,
        new TreeMap<>(Map.of("size", String.valueOf(size))),
        score,
        "us/op",
        new TreeMap<>(Map.of(Limit.ALLOCATED, size * 10.0 - 1)));
  }
}
