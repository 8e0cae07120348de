package dev.customerintelligence.error;

import org.jspecify.annotations.Nullable;

/**
 * The storage cannot be reached, or did not answer in time. Trying again later may succeed.
 *
 * <p>Unless the message says otherwise it is unknown whether a write that was under way took
 * effect; every write of the storage ports is safe to repeat.
 */
public final class StorageUnavailableException extends CustomerIntelligenceException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what could not be done
   * @param cause the driver's exception, or null
   */
  public StorageUnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
