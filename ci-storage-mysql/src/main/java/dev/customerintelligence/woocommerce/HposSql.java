package dev.customerintelligence.woocommerce;

/** The queries of the tables of high-performance order storage. */
final class HposSql {
  /** Not by the index of types: nearly all rows have this one, and it leads to each by itself. */
  private static final String IS_ORDER =
      """
      COALESCE(o.type, '') = 'shop_order'
        AND COALESCE(o.status, '') NOT IN
          ('auto-draft', 'draft', 'checkout-draft', 'wc-checkout-draft', 'trash')
      """;

  /** All addresses are made canonical here, so that no index of addresses leads to each row. */
  static final String DIRECTORY =
      expand(
          """
      SELECT {email_text} AS email,
        o.id
      FROM {p}wc_orders o
      WHERE {is_order}
        AND o.billing_email LIKE '%_@_%'
        AND {email} != 'deleted@site.invalid'
        AND {email_key} > {after_key}
      ORDER BY {email_key}, id
      LIMIT :limit
      """);

  static final String COUNT =
      expand(
          """
      SELECT COUNT(DISTINCT CRC32({email}))
      FROM {p}wc_orders o
      WHERE o.billing_email LIKE '%_@_%'
        AND {is_order}
      """);

  static final String IDS_BY_INDEX =
      expand(
          """
      SELECT {email} AS email, o.id
      FROM {p}wc_orders o
      WHERE o.billing_email IN (<spellings>)
        AND {is_order}
      LIMIT :limit
      """);

  static final String NEWEST = "SELECT COALESCE(MAX(id), 0) FROM {p}wc_orders";

  static final String IDS_AFTER =
      expand(
          """
      SELECT {email} AS email, o.id
      FROM {p}wc_orders o
      WHERE o.id > :after
        AND {is_order}
      LIMIT :limit
      """);

  static final String IDS_BY_SCAN =
      expand(
          """
      SELECT {email} AS email, o.id
      FROM {p}wc_orders o
      WHERE {email} IN (<spellings>)
        AND {is_order}
      LIMIT :limit
      """);

  static final String ORDERS =
      MetaSql.expand(
          expand(
              """
      SELECT STRAIGHT_JOIN o.id, o.status, o.currency, o.total_amount AS total, o.customer_id,
        {email} AS email,
        DATE_FORMAT(o.date_created_gmt, '%Y-%m-%dT%H:%i:%s') AS created_at,
        NULL AS created_local,
        DATE_FORMAT(d.date_paid_gmt, '%Y-%m-%dT%H:%i:%s') AS paid_at,
        DATE_FORMAT(d.date_completed_gmt, '%Y-%m-%dT%H:%i:%s') AS completed_at,
        a.first_name, a.last_name,
        (SELECT {first _order_number 255} FROM {p}wc_orders_meta m
         WHERE m.order_id = o.id AND m.meta_key = '_order_number') AS order_number,
        (SELECT {first _order_number_formatted 255} FROM {p}wc_orders_meta m
         WHERE m.order_id = o.id AND m.meta_key = '_order_number_formatted') AS order_number_formatted,
        (SELECT {first _anonymized 255} FROM {p}wc_orders_meta m
         WHERE m.order_id = o.id AND m.meta_key = '_anonymized') AS anonymized
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}wc_orders o ON o.id = ids.id
      LEFT JOIN {p}wc_order_addresses a ON a.order_id = o.id AND a.address_type = 'billing'
      LEFT JOIN {p}wc_order_operational_data d ON d.order_id = o.id
      WHERE {is_order}
      """),
          "id");

  static final String REFUNDS =
      MetaSql.expand(
          """
      SELECT STRAIGHT_JOIN r.parent_order_id AS order_id, r.id AS refund_id,
        r.total_amount AS total,
        {first _refunded_item_id 64} AS refunded_item_id,
        {first _qty 64} AS quantity
      FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) ids
      JOIN {p}wc_orders r ON r.parent_order_id = ids.id
        AND r.type = 'shop_order_refund'
        AND COALESCE(r.status, '') NOT IN ('auto-draft', 'draft', 'trash')
      LEFT JOIN {p}woocommerce_order_items i
        ON i.order_id = r.id AND i.order_item_type = 'line_item'
      LEFT JOIN {p}woocommerce_order_itemmeta m
        ON m.order_item_id = i.order_item_id AND m.meta_key IN ('_refunded_item_id', '_qty')
      GROUP BY r.parent_order_id, r.id, r.total_amount, i.order_item_id
      ORDER BY r.id
      """,
          "meta_id");

  static final String CHANGES =
      expand(
          """
      SELECT DATE_FORMAT(c.date_updated_gmt, '%Y-%m-%dT%H:%i:%s') AS changed_at, c.id,
        {email} AS email
      FROM {p}wc_orders c
      LEFT JOIN {p}wc_orders o
        ON o.id = CASE c.type WHEN 'shop_order_refund' THEN c.parent_order_id ELSE c.id END
      WHERE c.type IN ('shop_order', 'shop_order_refund')
        AND c.date_updated_gmt >= :since
        AND (c.date_updated_gmt > :since OR c.id > :id)
        AND :until >= c.date_updated_gmt
      ORDER BY c.date_updated_gmt, c.id
      LIMIT :limit
      """);

  private HposSql() {}

  private static String expand(String sql) {
    return EmailSql.expand(sql.replace("{is_order}", IS_ORDER), "o.billing_email");
  }
}
