package dev.customerintelligence.examples.operations;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.privacy.CrossStorePrivacy;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.sync.SyncListener;
import dev.customerintelligence.sync.SyncPolicy;
import dev.customerintelligence.sync.SyncService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stores that the options name, opened when they are asked for. */
final class Stores implements AutoCloseable {
  private final StoreOptions options;
  private @Nullable Store source;
  private @Nullable Store target;
  private @Nullable TombstoneHasher tombstones;

  Stores(StoreOptions options) {
    this.options = options;
  }

  Store source() {
    if (source == null) {
      source = new Store(options.store(StoreOptions.SOURCE));
    }
    return source;
  }

  Store target() {
    if (target == null) {
      target = new Store(options.store(StoreOptions.TARGET));
    }
    return target;
  }

  boolean hasTarget() {
    return options.has(StoreOptions.TARGET);
  }

  /** Those of the two that are named; at least one must be. */
  List<Store> named() {
    List<Store> named = new ArrayList<>();
    if (options.has(StoreOptions.SOURCE) || !options.has(StoreOptions.TARGET)) {
      named.add(source());
    }
    if (options.has(StoreOptions.TARGET)) {
      named.add(target());
    }
    return named;
  }

  HashKey hashKey() {
    return options.hashKey();
  }

  TombstoneHasher tombstones() {
    if (tombstones == null) {
      tombstones = options.tombstones();
    }
    return tombstones;
  }

  /** The library on one of the stores, with the shop's orders where they are in the same one. */
  CustomerIntelligence library(Store store) {
    CustomerIntelligence.Builder builder =
        CustomerIntelligence.builder()
            .hashKey(hashKey())
            .previousHashKeys(options.previousKeys())
            .storage(store.settings().isPostgres() ? store.postgres() : store.mysql());
    if (!store.settings().isPostgres()) {
      builder.orderHistory(store.shop().orderHistory());
    }
    return builder.build();
  }

  CrossStorePrivacy privacy() {
    return new CrossStorePrivacy(
        source().open(tombstones()).privacy(),
        target().open(tombstones()).privacy(),
        InstantSource.system());
  }

  /**
   * The sync from source to target.
   *
   * @param withNames whether names come from the shop's orders
   */
  SyncService sync(boolean withNames, SyncListener listener) {
    Storage from = source().open(tombstones());
    Storage to = target().open(tombstones());
    CustomerNames names = withNames ? source().shop().customerNames() : customers -> Map.of();
    return new SyncService(
        from.syncSource()
            .orElseThrow(() -> new UsageException("--source is of a kind that nobody can follow")),
        to.syncTarget()
            .orElseThrow(() -> new UsageException("--target is of a kind that follows nobody")),
        names,
        SyncPolicy.defaults(),
        listener,
        InstantSource.system());
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
    }
    if (target != null) {
      target.close();
    }
  }
}
