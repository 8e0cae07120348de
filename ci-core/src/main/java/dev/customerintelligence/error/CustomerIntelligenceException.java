package dev.customerintelligence.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The root of the library's own exceptions.
 *
 * <p>Messages never contain an email address, a name, an IP address or a fingerprint; personal
 * values are masked before they reach a message.
 */
public abstract class CustomerIntelligenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what was wrong, with which input, and what would be right
   * @param cause what led to it, or null
   */
  protected CustomerIntelligenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Returns what was wrong, with which input, and what would be right; never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
