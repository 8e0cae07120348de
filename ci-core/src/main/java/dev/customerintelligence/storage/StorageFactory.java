package dev.customerintelligence.storage;

import dev.customerintelligence.identity.TombstoneHasher;

/**
 * Opens a storage.
 *
 * <p>A storage is given the hasher of erased people's tombstones when it opens, so that no way into
 * it can forget to ask.
 */
@FunctionalInterface
public interface StorageFactory {
  /**
   * Opens the storage.
   *
   * @param tombstones hashes email addresses for tombstones
   * @throws dev.customerintelligence.error.StorageUnavailableException when the store is away
   */
  Storage open(TombstoneHasher tombstones);
}
