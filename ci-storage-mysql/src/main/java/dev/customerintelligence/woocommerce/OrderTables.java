package dev.customerintelligence.woocommerce;

/** Where a shop keeps its orders, and the queries for it; their columns are the same in all. */
enum OrderTables {
  /** The tables of high-performance order storage. */
  HPOS("wc_orders", HposSql.IDS_BY_INDEX),
  /** The same with addresses that the column compares by case, so that its index does not help. */
  HPOS_BINARY("wc_orders", HposSql.IDS_BY_SCAN),
  /** WordPress' posts and their meta. */
  POSTS("posts", PostsSql.IDS);

  private final String table;
  private final String ids;

  OrderTables(String table, String ids) {
    this.table = table;
    this.ids = ids;
  }

  /** The name of the table that holds the orders, without prefix. */
  String table() {
    return table;
  }

  boolean isHpos() {
    return this != POSTS;
  }

  /** Addresses and order ids after {@code :after}, sorted by both, {@code :limit} of them. */
  String directory() {
    return isHpos() ? HposSql.DIRECTORY : PostsSql.DIRECTORY;
  }

  /** Whether an index leads from an address to its orders. */
  boolean findsByIndex() {
    return this == HPOS;
  }

  /** The highest id there is. */
  String newest() {
    return isHpos() ? HposSql.NEWEST : PostsSql.NEWEST;
  }

  /** Addresses and order ids with an id after {@code :after}, {@code :limit} of them. */
  String idsAfter() {
    return isHpos() ? HposSql.IDS_AFTER : PostsSql.IDS_AFTER;
  }

  /** Addresses and order ids of {@code <spellings>}, {@code :limit} of them. */
  String ids() {
    return ids;
  }

  /** How many addresses there are. */
  String count() {
    return isHpos() ? HposSql.COUNT : PostsSql.COUNT;
  }

  /** The orders of {@code :ids}. */
  String orders() {
    return isHpos() ? HposSql.ORDERS : PostsSql.ORDERS;
  }

  /** The refunds of the orders of {@code :ids}, with their lines. */
  String refunds() {
    return isHpos() ? HposSql.REFUNDS : PostsSql.REFUNDS;
  }

  /** Orders and refunds that changed, with the order's address, {@code :limit} of them. */
  String changes() {
    return isHpos() ? HposSql.CHANGES : PostsSql.CHANGES;
  }
}
