package dev.customerintelligence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.customerintelligence.error.InvalidInputException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that bad input is refused by name. */
public final class Refusals {
  private Refusals() {}

  /** Runs the call and returns its refusal, which must name the field in its message too. */
  public static InvalidInputException assertRefused(String field, ThrowingCallable call) {
    InvalidInputException refusal = catchThrowableOfType(InvalidInputException.class, call);
    assertThat(refusal).as("refusal of " + field).isNotNull();
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal).hasMessageStartingWith(field + ": ");
    return refusal;
  }
}
