package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Orders;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The profile calculator, beside summing the same order lines. */
@Section(
    order = 70,
    title = "Calculate profiles",
    text =
        "ProfileCalculator.calculate for customers with four orders on average and three lines in"
            + " each, on one core, beside a loop over the same orders that only sums what their"
            + " lines cost; and beside the same profile by hand, for the default policy alone and"
            + " without a check of what goes in or comes out. The orders are so few that they stay in"
            + " the processor's caches, as the orders of a customer do that have just been read.",
    unit = "order")
@Ratio(says = "calculate / sum the lines", of = "calculate", by = "sumLines", atMost = 5)
@Ratio(says = "calculate / by hand", of = "calculate", by = "byHand")
@Ratio(says = "by hand / sum the lines", of = "byHand", by = "sumLines")
@Found({
  "Each product of the newest orders was made a favourite, checked and then cut away unless it was"
      + " among the best five. Only these are made now, orders are sorted without a chain of"
      + " comparators, texts are checked in one pass, and nothing is streamed on the way. What the"
      + " compiler gave up to inline was called for each character of a name; with smaller methods,"
      + " one test for each character and the products counted by the text of their ids an order"
      + " takes a fifth less.",
  "By leaving out one thing after the other, what the calculator takes beside a profile by hand is, in"
      + " about equal parts, the check of the names and numbers in favourites, the exact decimals of"
      + " whatever weights a policy has, and the rest of the checks.",
  "How long the sums take depends on what the JVM has run before: after the other two, as here, the"
      + " compiler leaves more of their numbers on the heap. In a JVM for each (`java -cp"
      + " ci-benchmarks/target/benchmarks.jar org.openjdk.jmh.Main CalculateProfiles -f 1`) they take"
      + " 32 ns, beside which the profile by hand takes 4.5 times as long and the calculator 8.3"
      + " times: there the target leaves no room for a check of anything, and here the profile by hand"
      + " takes much of it, as the ratio of that to the sums shows."
})
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalculateProfiles {
  private static final int ORDERS = 2_000;

  /** The orders, by customer. */
  @State(Scope.Benchmark)
  public static class Data {
    private final ProfilePolicy policy = ProfilePolicy.defaults();
    private final List<List<Order>> customers = Orders.byCustomer(ORDERS);
  }

  /** Calculates all profiles. */
  @Benchmark
  @OperationsPerInvocation(ORDERS)
  public void calculate(Data data, Blackhole hole) {
    for (List<Order> orders : data.customers) {
      hole.consume(ProfileCalculator.calculate(orders, data.policy, Population.NOW));
    }
  }

  /** Sums the lines of each customer. */
  @Benchmark
  @OperationsPerInvocation(ORDERS)
  public void sumLines(Data data, Blackhole hole) {
    for (List<Order> orders : data.customers) {
      hole.consume(sum(orders));
    }
  }

  /** Makes the same profiles, of unchecked orders and without checking what comes out. */
  @Benchmark
  @OperationsPerInvocation(ORDERS)
  public void byHand(Data data, Blackhole hole) {
    for (List<Order> orders : data.customers) {
      hole.consume(ProfileByHand.of(orders, Population.NOW));
    }
  }

  private static BigDecimal sum(List<Order> orders) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Order order : orders) {
      for (OrderLine line : order.lines()) {
        sum = sum.add(line.amount());
      }
    }
    return sum;
  }
}
