package dev.customerintelligence.order;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Json;

/**
 * The shop's id of a product: text, since some shops use stock codes such as {@code 85123A}.
 *
 * <p>In JSON it is a number where it is the plain decimal form of one ({@code 44}), a string
 * otherwise. Ordered: numbers by value, then texts. Immutable.
 *
 * @param value 1 to 100 characters without control characters
 */
public record ProductId(String value) implements Comparable<ProductId> {
  /** The longest id, in characters. */
  public static final int MAX_LENGTH = 100;

  /**
   * Checks the id.
   *
   * @throws InvalidInputException naming {@code productId}, when it is null, blank, too long or
   *     holds control characters
   */
  public ProductId {
    value = Inputs.text("productId", value, MAX_LENGTH);
  }

  /**
   * Returns the id of a product that the shop numbers.
   *
   * @throws InvalidInputException naming {@code productId}, when the number is negative
   */
  public static ProductId of(long number) {
    if (number < 0) {
      throw new InvalidInputException("productId", "must not be negative, is " + number);
    }
    return new ProductId(Long.toString(number));
  }

  /** Returns whether the id is written as a JSON number. */
  public boolean isNumber() {
    return Json.isWholeNumber(value);
  }

  @Override
  public int compareTo(ProductId other) {
    boolean number = isNumber();
    if (number != other.isNumber()) {
      return number ? -1 : 1;
    }
    // Without leading zeros the longer number is the greater.
    return number && value.length() != other.value.length()
        ? Integer.compare(value.length(), other.value.length())
        : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
