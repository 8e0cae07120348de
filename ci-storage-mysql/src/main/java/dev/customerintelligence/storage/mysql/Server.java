package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.error.StorageFailedException;
import org.jspecify.annotations.Nullable;

/** What the server and its sessions are like. */
final class Server {
  private static final String ABOUT =
      """
      SELECT VERSION() AS version, DATABASE() AS current_database,
             @@character_set_client AS client_charset,
             @@character_set_connection AS connection_charset
      """;

  private static final String LOG =
      "SHOW VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format')";

  private record About(
      String version, @Nullable String database, String clientCharset, String connectionCharset) {}

  private Server() {}

  /** Returns the dialect, or refuses a server or session with which data would be lost. */
  static Dialect require(Database database) {
    About about =
        database.once(
            handle ->
                handle
                    .createQuery(ABOUT)
                    .map(
                        (row, context) ->
                            new About(
                                row.getString("version"),
                                row.getString("current_database"),
                                row.getString("client_charset"),
                                row.getString("connection_charset")))
                    .one());
    Dialect dialect = Dialect.of(about.version());
    if (about.database() == null) {
      throw new StorageFailedException(
          "The data source's URL must name the database in which the shop's tables are", null);
    }
    if (!about.clientCharset().equals("utf8mb4") || !about.connectionCharset().equals("utf8mb4")) {
      throw new StorageFailedException(
          "The data source's sessions must speak utf8mb4, so that no character is lost on the way;"
              + " they speak "
              + about.clientCharset()
              + " and "
              + about.connectionCharset(),
          null);
    }
    requireRowLog(database);
    return dialect;
  }

  /** READ COMMITTED cannot be replayed from a log of statements; the server refuses each write. */
  private static void requireRowLog(Database database) {
    long matches =
        database.once(
            handle ->
                handle
                    .createQuery(LOG)
                    .map((row, context) -> row.getString(1) + "=" + row.getString(2))
                    .stream()
                    .filter(
                        setting ->
                            setting.equalsIgnoreCase("log_bin=ON")
                                || setting.equalsIgnoreCase("binlog_format=STATEMENT"))
                    .count());
    if (matches == 2) {
      throw new StorageFailedException(
          "The server's binlog_format must be ROW or MIXED, it is STATEMENT", null);
    }
  }
}
