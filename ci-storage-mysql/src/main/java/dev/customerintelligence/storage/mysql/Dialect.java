package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.error.StorageFailedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two servers, where they differ in what this module says to them. */
enum Dialect {
  /** Oracle's server, and what calls itself the same. */
  MYSQL("MySQL", 8, 4, " AS proposed", "proposed.%s", "utf8mb4_0900_as_ci"),
  /** MariaDB. */
  MARIADB("MariaDB", 10, 11, "", "VALUES(%s)", "utf8mb4_uca1400_as_ci");

  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private final String title;
  private final int minMajor;
  private final int minMinor;
  private final String proposedRow;
  private final String proposedColumn;
  private final String accentSensitiveCollation;

  Dialect(
      String title,
      int minMajor,
      int minMinor,
      String proposedRow,
      String proposedColumn,
      String accentSensitiveCollation) {
    this.title = title;
    this.minMajor = minMajor;
    this.minMinor = minMinor;
    this.proposedRow = proposedRow;
    this.proposedColumn = proposedColumn;
    this.accentSensitiveCollation = accentSensitiveCollation;
  }

  /**
   * Returns the dialect of a server, or refuses one that is too old.
   *
   * @param version what {@code VERSION()} says; drivers name MariaDB MySQL at times
   */
  static Dialect of(String version) {
    Dialect dialect = version.contains("MariaDB") ? MARIADB : MYSQL;
    Matcher numbers = VERSION.matcher(version);
    int major = numbers.matches() ? Integer.parseInt(numbers.group(1)) : 0;
    int minor = numbers.matches() ? Integer.parseInt(numbers.group(2)) : 0;
    if (major < dialect.minMajor || (major == dialect.minMajor && minor < dialect.minMinor)) {
      throw new StorageFailedException(
          "The server must be MySQL 8.4 or MariaDB 10.11, or newer; it is "
              + dialect.title
              + " "
              + version,
          null);
    }
    return dialect;
  }

  /** Returns what stands between the rows to insert and ON DUPLICATE KEY UPDATE. */
  String proposedRow() {
    return proposedRow;
  }

  /** Returns a column of the row that was to be inserted, within ON DUPLICATE KEY UPDATE. */
  String proposed(String column) {
    return proposedColumn.formatted(column);
  }

  /** Returns a collation that ignores case but not accents. */
  String accentSensitiveCollation() {
    return accentSensitiveCollation;
  }
}
