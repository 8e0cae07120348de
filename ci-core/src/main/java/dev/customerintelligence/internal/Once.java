package dev.customerintelligence.internal;

import dev.customerintelligence.error.InvalidInputException;
import org.jspecify.annotations.Nullable;

/** Setters of builders: a value is given at most once. */
public final class Once {
  private Once() {}

  /** Returns the new value, or refuses null and a second call. */
  public static <T> T set(String field, @Nullable T current, @Nullable T value) {
    if (current != null) {
      throw new InvalidInputException(field, "was already given; give it once");
    }
    return Inputs.required(field, value);
  }
}
