package dev.customerintelligence.storage.postgres;

import static dev.customerintelligence.storage.postgres.People.EMAIL;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.storage.postgres.PostgresStorage.CsvImport;
import dev.customerintelligence.storage.postgres.PostgresStorage.ShopTable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** A table as CSV, out and in, through COPY. */
final class CsvTransfer {
  private static final int PROGRESS_EVERY = 10_000;
  private static final int BUFFER = 1 << 16;
  private static final int MAX_HEADER = 1 << 14;
  private static final int CHUNK = 1000;

  private static final String COLUMNS =
      """
      SELECT attname FROM pg_attribute
      WHERE attrelid = '{schema}.{table}'::regclass AND attnum > 0 AND NOT attisdropped
      ORDER BY attnum
      """;

  private static final String OUT =
      "COPY (SELECT * FROM {schema}.{table}) TO STDOUT WITH (FORMAT csv, HEADER true)";

  private static final String STAGING =
      "CREATE TEMPORARY TABLE ci_import (LIKE {schema}.{table}) ON COMMIT DROP";

  private static final String IN = "COPY ci_import FROM STDIN WITH (FORMAT csv)";

  private static final String PEOPLE =
      "SELECT DISTINCT " + EMAIL + " FROM ci_import WHERE customer_email <> ''";

  private static final String DROP_ERASED =
      "DELETE FROM ci_import WHERE " + EMAIL + " = ANY(:emails)";

  private static final String TAKE_OVER =
      "INSERT INTO {schema}.{table} SELECT * FROM ci_import ON CONFLICT DO NOTHING";

  private final Database database;

  CsvTransfer(Database database) {
    this.database = database;
  }

  /** Writes all rows; returns how many. */
  long exportTo(ShopTable table, OutputStream out, LongConsumer rowsSoFar) throws IOException {
    try {
      return database.inTransactionOnce(
          handle -> {
            setDateStyle(handle);
            return copyOut(handle, sql(OUT, table), out, rowsSoFar);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Reads rows as {@link #exportTo} writes them, all or none. */
  CsvImport importFrom(ShopTable table, InputStream in, People people, LongConsumer bytesSoFar)
      throws IOException {
    InputStream buffered = new BufferedInputStream(in, BUFFER);
    String header = firstLine(buffered);
    try {
      return database.inTransactionOnce(
          handle -> {
            requireColumns(handle, table, header);
            setDateStyle(handle);
            handle.execute(sql(STAGING, table));
            long read = copyIn(handle, buffered, bytesSoFar);
            long erased = dropErased(handle, new Tombstones(database, people));
            long inserted = handle.execute(sql(TAKE_OVER, table));
            return new CsvImport(inserted, read - erased - inserted, erased);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long copyOut(Handle handle, String sql, OutputStream out, LongConsumer rowsSoFar) {
    try {
      CopyOut copy = copyManager(handle).copyOut(sql);
      try {
        // The header comes as the first row.
        long rows = -1;
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
          out.write(row);
          rows++;
          if (rows > 0 && rows % PROGRESS_EVERY == 0) {
            rowsSoFar.accept(rows);
          }
        }
        rowsSoFar.accept(rows);
        return rows;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  private static long copyIn(Handle handle, InputStream in, LongConsumer bytesSoFar) {
    try {
      CopyIn copy = copyManager(handle).copyIn(IN);
      try {
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          copy.writeToCopy(buffer, 0, read);
          bytes += read;
          bytesSoFar.accept(bytes);
        }
        return copy.endCopy();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
      }
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  private long dropErased(Handle handle, Tombstones tombstones) {
    long dropped = 0;
    try (ResultIterator<String> people =
        handle.createQuery(PEOPLE).setFetchSize(CHUNK).mapTo(String.class).iterator()) {
      while (people.hasNext()) {
        ListMultimap<EmailAddress, String> spellings = chunk(people);
        Object[] erased =
            tombstones.lockAndFindErased(handle, spellings.keySet()).stream()
                .flatMap(person -> spellings.get(person).stream())
                .toArray();
        if (erased.length > 0) {
          dropped +=
              handle.createUpdate(DROP_ERASED).bindArray("emails", String.class, erased).execute();
        }
      }
    }
    return dropped;
  }

  /** People by their plain address, each with the spellings that the file has. */
  private static ListMultimap<EmailAddress, String> chunk(Iterator<String> people) {
    ListMultimap<EmailAddress, String> chunk = ArrayListMultimap.create();
    while (people.hasNext() && chunk.size() < CHUNK) {
      String spelling = people.next();
      addressOf(spelling).ifPresent(person -> chunk.put(person, spelling));
    }
    return chunk;
  }

  /** What is no address has no tombstone. */
  private static Optional<EmailAddress> addressOf(String text) {
    try {
      return Optional.of(EmailAddress.of(text));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private void requireColumns(Handle handle, ShopTable table, String header) {
    String columns =
        String.join(",", handle.createQuery(sql(COLUMNS, table)).mapTo(String.class).list());
    if (!header.equals(columns)) {
      throw new InvalidInputException("header", "must be " + columns);
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int at = in.read(); at >= 0 && at != '\n'; at = in.read()) {
      if (line.size() == MAX_HEADER) {
        throw new InvalidInputException("header", "must be one line of column names");
      }
      if (at != '\r') {
        line.write(at);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** The session's own style could swap day and month. */
  private static void setDateStyle(Handle handle) {
    handle.execute("SET LOCAL datestyle = 'ISO, YMD'");
  }

  private static CopyManager copyManager(Handle handle) throws SQLException {
    return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
  }

  private String sql(String template, ShopTable table) {
    return database.sql(template.replace("{table}", table.tableName()));
  }
}
