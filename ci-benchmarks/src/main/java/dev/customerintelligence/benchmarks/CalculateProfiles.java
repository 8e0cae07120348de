package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.Orders;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.ProfilePolicy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            + " lines cost; and beside one that also sorts a customer's orders and counts the items"
            + " of each product in the newest three, in the JDK's collections, which no profile can"
            + " do without.",
    unit = "order")
@Ratio(says = "calculate / sum the lines", of = "calculate", by = "sumLines", atMost = 5)
@Ratio(says = "calculate / sum, sort and count", of = "calculate", by = "sumSortAndCount")
@Ratio(says = "sum, sort and count / sum the lines", of = "sumSortAndCount", by = "sumLines")
@Found(
    "Each product of the newest orders was made a favourite, checked and then cut away unless it was"
        + " among the best five. Only these are made now, orders are sorted without a chain of"
        + " comparators, texts are checked in one pass, and nothing is streamed on the way. By a"
        + " sample of stacks what is left beside the sums is, for more than half, the favourites: the"
        + " map by product, their rank, and their names and orders, which are checked like anybody"
        + " else's; a sixth goes into the sequence of the orders and the look for repeated ones, as"
        + " much into the items of each order.")
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalculateProfiles {
  private static final int ORDERS = 20_000;

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

  /** Sums the lines, sorts the orders and counts the items of each product. */
  @Benchmark
  @OperationsPerInvocation(ORDERS)
  public void sumSortAndCount(Data data, Blackhole hole) {
    for (List<Order> orders : data.customers) {
      List<Order> newestFirst = new ArrayList<>(orders);
      newestFirst.sort((one, other) -> other.orderedAt().compareTo(one.orderedAt()));
      Map<ProductId, Integer> items = new HashMap<>();
      for (Order order :
          newestFirst.subList(
              0, Math.min(data.policy.favorites().recentOrders(), newestFirst.size()))) {
        for (OrderLine line : order.lines()) {
          items.merge(line.productId(), line.netQuantity(), Integer::sum);
        }
      }
      hole.consume(sum(orders));
      hole.consume(items);
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
