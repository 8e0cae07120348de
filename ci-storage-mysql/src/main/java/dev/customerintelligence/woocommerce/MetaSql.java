package dev.customerintelligence.woocommerce;

import java.util.regex.Pattern;

/** How queries take a meta of which there may be several: as WordPress does, the first counts. */
final class MetaSql {
  private static final Pattern FIRST = Pattern.compile("\\{first (\\w+) (\\d+)}");

  private MetaSql() {}

  /**
   * Returns the query with each {@code {first key length}} as the value of that key, cut to a
   * length, of the rows {@code m} that are grouped. A minimum finds it: in a subquery sorted by id,
   * the server would walk the whole primary key.
   *
   * @param id the column that numbers the rows
   */
  static String expand(String sql, String id) {
    return FIRST
        .matcher(sql)
        .replaceAll(
            "SUBSTRING(MIN(CASE WHEN m.meta_key = '$1' THEN CONCAT(LPAD(m."
                + id
                + ", 20, '0'), CAST(m.meta_value AS CHAR($2))) END), 21)");
  }
}
