package dev.customerintelligence.error;

import org.jspecify.annotations.Nullable;

/**
 * The store answered that it will not do what it was asked: a table or a right is missing, for
 * example. Nothing was written; trying again does not help until that is mended.
 */
public final class StorageFailedException extends CustomerIntelligenceException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what the store refused, without values of rows
   * @param cause the driver's exception without what it quotes, or null
   */
  public StorageFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
