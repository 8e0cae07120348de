package dev.customerintelligence.examples.quickstart;

import java.util.Currency;
import java.util.List;

/** How the rows of one kind of file become order lines. */
interface RowFormat {
  /** What the format is called in messages. */
  String title();

  /** The columns that a file must have, in any sequence. */
  List<String> columns();

  /** What all prices are in. */
  Currency currency();

  /**
   * Takes one row.
   *
   * @throws BadRowException when the row cannot be read; nothing of it is taken then
   */
  void take(Row row, OrderAssembler orders) throws BadRowException;
}
