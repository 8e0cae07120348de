package dev.customerintelligence.woocommerce;

/** The queries of orders that are WordPress posts. */
final class PostsSql {
  private static final String IS_ORDER =
      """
      p.post_type = 'shop_order'
        AND p.post_status NOT IN
          ('auto-draft', 'draft', 'checkout-draft', 'wc-checkout-draft', 'trash')
      """;

  static final String DIRECTORY =
      expand(
          """
      SELECT {email_text} AS email,
        p.ID AS id
      FROM {p}postmeta m
      JOIN {p}posts p ON p.ID = m.post_id
      WHERE m.meta_key = '_billing_email'
        AND m.meta_value LIKE '%_@_%'
        AND m.meta_value != 'deleted@site.invalid'
        AND {email_key} > {after_key}
        AND {is_order}
      ORDER BY {email_key}, id
      LIMIT :limit
      """);

  static final String COUNT =
      expand(
          """
      SELECT COUNT(DISTINCT CRC32({email}))
      FROM {p}postmeta m
      JOIN {p}posts p ON p.ID = m.post_id
      WHERE m.meta_key = '_billing_email' AND m.meta_value LIKE '%_@_%'
        AND {is_order}
      """);

  static final String IDS =
      expand(
          """
      SELECT {email} AS email, p.ID AS id
      FROM {p}postmeta m
      JOIN {p}posts p ON p.ID = m.post_id
      WHERE m.meta_key = '_billing_email'
        AND {email} IN (<spellings>)
        AND {is_order}
      LIMIT :limit
      """);

  static final String NEWEST = "SELECT COALESCE(MAX(ID), 0) FROM {p}posts";

  static final String IDS_AFTER =
      expand(
          """
      SELECT {email} AS email, p.ID AS id
      FROM {p}posts p
      JOIN {p}postmeta m ON m.post_id = p.ID AND m.meta_key = '_billing_email'
      WHERE p.ID > :after
        AND {is_order}
      LIMIT :limit
      """);

  static final String ORDERS =
      MetaSql.expand(
          expand(
              """
      SELECT STRAIGHT_JOIN p.ID AS id, p.post_status AS status,
        {first _order_currency 64} AS currency,
        {first _order_total 64} AS total,
        {first _customer_user 64} AS customer_id,
        LOWER(TRIM({first _billing_email 320})) AS email,
        DATE_FORMAT(p.post_date_gmt, '%Y-%m-%dT%H:%i:%s') AS created_at,
        DATE_FORMAT(p.post_date, '%Y-%m-%dT%H:%i:%s') AS created_local,
        {first _date_paid 64} AS paid_at,
        {first _date_completed 64} AS completed_at,
        {first _billing_first_name 512} AS first_name,
        {first _billing_last_name 512} AS last_name,
        {first _order_number 255} AS order_number,
        {first _order_number_formatted 255} AS order_number_formatted,
        {first _anonymized 64} AS anonymized
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}posts p ON p.ID = ids.id
      LEFT JOIN {p}postmeta m ON m.post_id = p.ID
        AND m.meta_key IN
          ('_order_currency', '_order_total', '_customer_user', '_billing_email', '_date_paid',
           '_date_completed', '_billing_first_name', '_billing_last_name', '_order_number',
           '_order_number_formatted', '_anonymized')
      WHERE {is_order}
      GROUP BY p.ID, p.post_status, p.post_date_gmt, p.post_date
      """),
          "meta_id");

  static final String REFUNDS =
      MetaSql.expand(
          """
      SELECT STRAIGHT_JOIN r.post_parent AS order_id, r.ID AS refund_id,
        (SELECT {first _order_total 64} FROM {p}postmeta m
         WHERE m.post_id = r.ID AND m.meta_key = '_order_total') AS total,
        {first _refunded_item_id 64} AS refunded_item_id,
        {first _qty 64} AS quantity
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}posts r ON r.post_parent = ids.id
        AND r.post_type = 'shop_order_refund'
        AND r.post_status NOT IN ('auto-draft', 'draft', 'trash')
      LEFT JOIN {p}woocommerce_order_items i
        ON i.order_id = r.ID AND i.order_item_type = 'line_item'
      LEFT JOIN {p}woocommerce_order_itemmeta m
        ON m.order_item_id = i.order_item_id AND m.meta_key IN ('_refunded_item_id', '_qty')
      GROUP BY r.post_parent, r.ID, i.order_item_id
      ORDER BY r.ID
      """,
          "meta_id");

  /** The date has no index, so that a round goes by id and passes over all orders. */
  static final String CHANGES =
      MetaSql.expand(
          """
      SELECT DATE_FORMAT(c.post_modified_gmt, '%Y-%m-%dT%H:%i:%s') AS changed_at, c.ID AS id,
        (SELECT LOWER(TRIM({first _billing_email 320}))
         FROM {p}postmeta m
         WHERE m.meta_key = '_billing_email'
           AND m.post_id =
             CASE c.post_type WHEN 'shop_order_refund' THEN c.post_parent ELSE c.ID END) AS email
      FROM {p}posts c
      WHERE c.post_type IN ('shop_order', 'shop_order_refund')
        AND c.ID > :id
        AND c.post_modified_gmt > :since
        AND :until >= c.post_modified_gmt
      ORDER BY c.ID
      LIMIT :limit
      """,
          "meta_id");

  private PostsSql() {}

  private static String expand(String sql) {
    return EmailSql.expand(sql.replace("{is_order}", IS_ORDER), "m.meta_value");
  }
}
