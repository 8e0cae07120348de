package dev.customerintelligence.sync;

import java.util.List;

/** What flows from a source to a target. */
public enum SyncTable {
  /** Profiles; kept in step. */
  PROFILES("customer_intelligence"),
  /** Bundle offers; kept in step. */
  OFFERS("bundle_offers"),
  /** Devices; migrated once, as each store writes its own afterwards. */
  DEVICES("device_tracking"),
  /** Behavioural events; migrated once, as each store writes its own afterwards. */
  EVENTS("behavioral_events");

  /** The tables that are kept in step, in the sequence in which they are read. */
  static final List<SyncTable> IN_STEP = List.of(PROFILES, OFFERS);

  private final String tableName;

  SyncTable(String tableName) {
    this.tableName = tableName;
  }

  /** Returns the name that the schema document gives it. */
  public String tableName() {
    return tableName;
  }
}
