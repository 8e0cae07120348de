package dev.customerintelligence.bundle;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides an amount so that the parts always add up to it: the largest remainder method (Hamilton).
 * Pure and thread-safe.
 */
public final class Allocation {
  private Allocation() {}

  /**
   * Divides an amount in proportion to weights.
   *
   * <p>Each part is rounded down to the amount's last decimal; what is left goes, one unit of that
   * decimal each, to the largest remainders, among equal ones to the larger weight. The parts
   * belong to the weights whatever their sequence; equal weights differ by at most one unit.
   *
   * @param amount what to divide, not negative; its scale is the scale of the parts
   * @param weights at least one, none negative, not all zero unless the amount is
   * @return a part for each weight, in their sequence
   * @throws InvalidInputException naming {@code amount} or {@code weights}
   */
  public static List<BigDecimal> allocate(BigDecimal amount, List<BigDecimal> weights) {
    List<BigDecimal> shares = Inputs.list("weights", weights);
    shares.forEach(weight -> Inputs.plain("weights", weight));
    if (Inputs.plain("amount", amount).signum() < 0) {
      throw new InvalidInputException("amount", "must not be negative, is " + amount);
    }
    BigDecimal sum = shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (shares.stream().anyMatch(weight -> weight.signum() < 0)
        || (sum.signum() == 0 && (shares.isEmpty() || amount.signum() != 0))) {
      throw new InvalidInputException("weights", "must not be negative, nor all zero");
    }
    if (amount.signum() == 0) {
      return shares.stream().map(weight -> amount).toList();
    }
    int scale = Math.max(0, shares.stream().mapToInt(BigDecimal::scale).max().orElse(0));
    BigInteger divisor = unscaled(sum, scale);
    BigInteger[] units = new BigInteger[shares.size()];
    BigInteger[] remainders = new BigInteger[shares.size()];
    BigInteger left = amount.unscaledValue();
    for (int i = 0; i < units.length; i++) {
      BigInteger[] parts =
          amount
              .unscaledValue()
              .multiply(unscaled(shares.get(i), scale))
              .divideAndRemainder(divisor);
      units[i] = parts[0];
      remainders[i] = parts[1];
      left = left.subtract(parts[0]);
    }
    IntStream.range(0, units.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> remainders[i])
                .thenComparing(shares::get)
                .reversed())
        .limit(left.intValueExact())
        .forEach(i -> units[i] = units[i].add(BigInteger.ONE));
    return IntStream.range(0, units.length)
        .mapToObj(i -> new BigDecimal(units[i], amount.scale()))
        .toList();
  }

  private static BigInteger unscaled(BigDecimal value, int scale) {
    return value.setScale(scale).unscaledValue();
  }
}
