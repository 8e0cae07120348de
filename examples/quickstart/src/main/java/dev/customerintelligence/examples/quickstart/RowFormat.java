package dev.customerintelligence.examples.quickstart;

import java.util.Currency;
import java.util.List;
import java.util.Map;

/** How the rows of one kind of file become order lines. */
interface RowFormat {
  /** What the format is called in messages. */
  String title();

  /** The columns that a file must have, in any sequence. */
  List<String> columns();

  /** The column that each field comes from which the library may refuse, by the field's name. */
  Map<String, String> columnsOfFields();

  /** What all prices are in. */
  Currency currency();

  /**
   * Takes one row.
   *
   * @throws BadRowException when the row cannot be read; nothing of it is taken then
   */
  void take(Row row, OrderAssembler orders) throws BadRowException;

  /** A refusal by the library, which starts with the field's name, with the column's name there. */
  default String inItsColumns(String refusal) {
    String field = refusal.substring(0, Math.max(0, refusal.indexOf(':')));
    return columnsOfFields().getOrDefault(field, field) + refusal.substring(field.length());
  }
}
