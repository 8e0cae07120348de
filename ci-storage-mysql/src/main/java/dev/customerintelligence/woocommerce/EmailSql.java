package dev.customerintelligence.woocommerce;

/**
 * How queries read an address: as the library does, but for what Unicode composes and for white
 * space other than blanks.
 */
final class EmailSql {
  private static final String TEXT = "CAST({email} AS CHAR(320))";

  private EmailSql() {}

  /**
   * Returns the query with {@code {email}} as the address of a column, {@code {email_text}} as one
   * that is no longer than an address, {@code {email_key}} as what to sort and to compare by, and
   * {@code {after_key}} as the same of {@code :after}: bytes without a length, since for a text
   * MySQL takes room for the longest that there might be, and sorts on the disk then.
   *
   * @param column the column, with its table
   */
  static String expand(String sql, String column) {
    return sql.replace("{email_key}", "CAST(" + TEXT + " AS BINARY)")
        .replace("{email_text}", TEXT)
        .replace("{after_key}", "CAST(CONVERT(:after USING utf8mb4) AS BINARY)")
        .replace("{email}", "LOWER(TRIM(CONVERT(" + column + " USING utf8mb4)))");
  }
}
