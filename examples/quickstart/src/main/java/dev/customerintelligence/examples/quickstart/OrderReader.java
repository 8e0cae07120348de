package dev.customerintelligence.examples.quickstart;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.order.Order;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads orders from CSV, row by row; the header says which format it is. */
final class OrderReader {
  private static final List<RowFormat> FORMATS =
      List.of(new ShopFormat(), new OnlineRetailFormat());
  private static final int ROWS_BETWEEN_UPDATES = 1000;

  private final Progress progress;

  OrderReader(Progress progress) {
    this.progress = progress;
  }

  OrdersRead readFile(Path file) throws QuickstartException {
    try (Reader text = OrderText.ofFile(file)) {
      return read(String.valueOf(file.getFileName()), text);
    } catch (IOException | UncheckedIOException e) {
      throw new QuickstartException("cannot read " + file + ": " + FileProblem.of(e));
    } catch (CsvParseException e) {
      throw new QuickstartException("cannot read " + file + " as CSV: " + e.getMessage());
    }
  }

  OrdersRead readSmallShop() throws QuickstartException {
    try (Reader text = OrderText.ofSmallShop()) {
      return read("the small invented shop that comes with this example", text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private OrdersRead read(String source, Reader text) throws QuickstartException, IOException {
    try (CloseableIterator<CsvRecord> records =
        CsvReader.builder()
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)
            .iterator()) {
      if (!records.hasNext()) {
        throw new QuickstartException(source + " is empty; its first line must name the columns");
      }
      Map<String, Integer> columns = columns(source, records.next());
      return read(source, records, columns, format(source, columns));
    }
  }

  private OrdersRead read(
      String source,
      CloseableIterator<CsvRecord> records,
      Map<String, Integer> columns,
      RowFormat format)
      throws QuickstartException {
    OrderAssembler assembler = new OrderAssembler(format.currency());
    Problems badRows = new Problems();
    long rows = 0;
    while (records.hasNext()) {
      CsvRecord row = records.next();
      if (isBlank(row)) {
        continue;
      }
      rows++;
      take(row, columns, format, assembler, badRows);
      if (rows % ROWS_BETWEEN_UPDATES == 0) {
        long soFar = rows;
        progress.update(() -> rowsRead(soFar));
      }
    }
    progress.finish(rowsRead(rows));
    Problems refused = new Problems();
    List<Order> orders = assembler.orders(format, refused);
    if (orders.isEmpty()) {
      throw new QuickstartException(
          String.format(
              Locale.ROOT,
              "%s has no order to work with: %,d rows, %,d of them bad%s; %,d orders refused%s",
              source,
              rows,
              badRows.count(),
              firstOf(badRows),
              refused.count(),
              firstOf(refused)));
    }
    return new OrdersRead(source, format, rows, orders, assembler.leftOut(), badRows, refused);
  }

  private static String firstOf(Problems problems) {
    return problems.first().stream().findFirst().map(first -> " (" + first + ")").orElse("");
  }

  private static void take(
      CsvRecord row,
      Map<String, Integer> columns,
      RowFormat format,
      OrderAssembler assembler,
      Problems badRows) {
    long line = row.getStartingLineNumber();
    if (row.getFieldCount() != columns.size()) {
      badRows.add(line, "has " + row.getFieldCount() + " fields; the header has " + columns.size());
      return;
    }
    try {
      format.take(new Row(row, columns), assembler);
    } catch (BadRowException e) {
      badRows.add(line, String.valueOf(e.getMessage()));
    } catch (InvalidInputException e) {
      badRows.add(line, format.inItsColumns(String.valueOf(e.getMessage())));
    }
  }

  private static Map<String, Integer> columns(String source, CsvRecord header)
      throws QuickstartException {
    Map<String, Integer> columns = new HashMap<>();
    for (int i = 0; i < header.getFieldCount(); i++) {
      String name = header.getField(i).strip();
      if (columns.putIfAbsent(name, i) != null) {
        throw new QuickstartException(
            source + " has two columns of one name, the second as number " + (i + 1));
      }
    }
    return columns;
  }

  private static RowFormat format(String source, Map<String, Integer> columns)
      throws QuickstartException {
    StringBuilder missing = new StringBuilder();
    for (RowFormat format : FORMATS) {
      List<String> absent =
          format.columns().stream().filter(column -> !columns.containsKey(column)).toList();
      if (absent.isEmpty()) {
        return format;
      }
      missing
          .append("; for ")
          .append(format.title())
          .append(" it lacks ")
          .append(String.join(", ", absent));
    }
    throw new QuickstartException(source + " has the columns of no known format" + missing);
  }

  private static boolean isBlank(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  private static String rowsRead(long rows) {
    return String.format(Locale.ROOT, "Read %,d rows", rows);
  }
}
