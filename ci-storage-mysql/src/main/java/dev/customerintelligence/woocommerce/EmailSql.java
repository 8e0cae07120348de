package dev.customerintelligence.woocommerce;

/** How queries read an address: as the library does, but for what Unicode composes. */
final class EmailSql {
  private EmailSql() {}

  /**
   * Returns the query with {@code {email}} as the address of a column, {@code {email_bin}} as one
   * that compares by its code points, and {@code {email_key}} as one to sort by, in the same order:
   * bytes without a length, since for a text MySQL takes room for the longest that there might be,
   * and sorts on the disk then.
   *
   * @param column the column, with its table
   */
  static String expand(String sql, String column) {
    return sql.replace("{email_key}", "CAST(CAST({email} AS CHAR(320)) AS BINARY)")
        .replace("{email_bin}", "CAST({email} AS CHAR(320)) COLLATE utf8mb4_bin")
        .replace("{email}", "LOWER(TRIM(CONVERT(" + column + " USING utf8mb4)))");
  }
}
