package dev.customerintelligence.error;

/**
 * A stored row that another writer left in a state that the library cannot read without changing
 * its meaning. Nothing was written; the row has to be mended where it is.
 */
public final class UnreadableRowException extends CustomerIntelligenceException {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final String rowId;

  /**
   * Creates an exception.
   *
   * @param table the table's name, as the schema document spells it
   * @param rowId the row's primary key
   * @param problem what is wrong with which column
   */
  public UnreadableRowException(String table, String rowId, InvalidInputException problem) {
    super(table + " row " + rowId + " cannot be read: " + problem.getMessage(), null);
    this.table = table;
    this.rowId = rowId;
  }

  /** Returns the table's name, as the schema document spells it. */
  public String table() {
    return table;
  }

  /** Returns the row's primary key. */
  public String rowId() {
    return rowId;
  }
}
