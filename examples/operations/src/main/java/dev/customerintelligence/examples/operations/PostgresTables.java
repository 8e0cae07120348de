package dev.customerintelligence.examples.operations;

import dev.customerintelligence.storage.postgres.PostgresStorage;
import dev.customerintelligence.storage.postgres.PostgresStorage.ShopTable;
import java.util.Arrays;
import java.util.List;

/** The tables that can be written to files and read from them. */
final class PostgresTables {
  private PostgresTables() {}

  static ShopTable named(String name) {
    return Arrays.stream(ShopTable.values())
        .filter(table -> table.tableName().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageException("TABLE must be one of " + names() + ", is " + name));
  }

  /** The named store that is a Postgres; the target, where both are. */
  static PostgresStorage in(Stores stores) {
    List<Store> named = stores.named();
    Store store = named.get(named.size() - 1);
    if (!store.settings().isPostgres()) {
      throw new UsageException(
          "files are written from and read into Postgres only; name one by --target");
    }
    return store.postgres();
  }

  private static List<String> names() {
    return Arrays.stream(ShopTable.values()).map(ShopTable::tableName).toList();
  }
}
