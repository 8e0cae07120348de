package dev.customerintelligence.forecast;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.customerintelligence.internal.SharedData;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/** The shops that papers and packages are tested on, where their data are present. */
final class PublishedShops {
  static final LocalDate CDNOW_SPLIT = LocalDate.parse("1997-09-30");
  static final LocalDate CDNOW_END = LocalDate.parse("1998-06-30");
  static final LocalDate ONLINE_RETAIL_SPLIT = LocalDate.parse("2011-06-30");
  static final LocalDate ONLINE_RETAIL_END = LocalDate.parse("2011-12-09");

  private PublishedShops() {}

  /** The sample of one in ten customers of CDNOW. */
  static List<PurchaseDays> cdnow() throws IOException {
    Map<String, Map<LocalDate, BigDecimal>> customers = new TreeMap<>();
    for (String line : Files.readAllLines(SharedData.orSkip("cdnow/CDNOW_sample.txt"))) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length == 5) {
        add(
            customers,
            fields[1],
            LocalDate.parse(fields[2], DateTimeFormatter.BASIC_ISO_DATE),
            new BigDecimal(fields[4]));
      }
    }
    return customers.values().stream().map(PurchaseDays::of).toList();
  }

  /** The summaries of the same sample as the package lifetimes has them, in weeks. */
  static List<PurchaseSummary> cdnowRounded() throws IOException {
    List<PurchaseSummary> customers = new ArrayList<>();
    try (CsvReader<CsvRecord> lines =
        CsvReader.builder()
            .ofCsvRecord(
                SharedData.orSkip("cdnow/cdnow_customers_summary_with_transactions.csv"))) {
      for (CsvRecord line : lines) {
        if (!line.getField(0).equals("ID")) {
          int x = Integer.parseInt(line.getField(1));
          double recency = Double.parseDouble(line.getField(2));
          customers.add(
              new PurchaseSummary(
                  x,
                  recency,
                  Double.parseDouble(line.getField(3)),
                  x == 0 ? 0 : x * Math.log(recency / x),
                  Double.parseDouble(line.getField(4))));
        }
      }
    }
    return customers;
  }

  /** UCI Online Retail, without cancellations and lines without a customer. */
  static List<PurchaseDays> onlineRetail() throws IOException {
    Map<String, Map<LocalDate, BigDecimal>> customers = new TreeMap<>();
    try (Reader reader =
            new InputStreamReader(
                new GZIPInputStream(
                    Files.newInputStream(SharedData.orSkip("online-retail/online_retail.csv.gz"))),
                StandardCharsets.UTF_8);
        CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(reader)) {
      for (CsvRecord line : lines) {
        String customer = line.getField(6);
        if (customer.isEmpty()
            || customer.equals("CustomerID")
            || line.getField(0).startsWith("C")) {
          continue;
        }
        BigDecimal quantity = new BigDecimal(line.getField(3));
        BigDecimal price = new BigDecimal(line.getField(5));
        if (quantity.signum() > 0 && price.signum() > 0) {
          add(
              customers,
              customer,
              LocalDate.parse(line.getField(4).substring(0, 10)),
              quantity.multiply(price));
        }
      }
    }
    return customers.values().stream().map(PurchaseDays::of).toList();
  }

  /** The same summaries in weeks, as the papers have them. */
  static List<PurchaseSummary> inWeeks(List<PurchaseSummary> days) {
    return days.stream()
        .map(
            summary ->
                new PurchaseSummary(
                    summary.frequency(),
                    summary.recency() / 7,
                    summary.age() / 7,
                    summary.frequency() == 0
                        ? 0
                        : summary.sumLogGaps() - summary.frequency() * Math.log(7),
                    summary.monetaryValue()))
        .toList();
  }

  private static void add(
      Map<String, Map<LocalDate, BigDecimal>> customers,
      String customer,
      LocalDate day,
      BigDecimal amount) {
    customers.computeIfAbsent(customer, key -> new TreeMap<>()).merge(day, amount, BigDecimal::add);
  }
}
