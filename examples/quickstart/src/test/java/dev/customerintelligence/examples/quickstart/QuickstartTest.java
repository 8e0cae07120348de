package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  private static final String HEADER =
      "order_id,order_number,customer_email,customer_id,ordered_at,status,"
          + "product_id,product_slug,product_name,quantity,unit_price\n";

  @TempDir private Path folder;

  @Test
  void printsEverySectionWithoutArguments() {
    CommandRun run = CommandRun.of();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "\nOrders\n======\n",
            "Orders     217 of 40 customers, 470 lines",
            "Now        2024-07-01T14:32:00Z, one day after the newest order",
            "Bad rows   0",
            "\nProfiles\n",
            "Recalculated   40 customers",
            "\nRecognition\n",
            "Visit 1:",
            "Decision     RECOGNIZED",
            "prior",
            "same fingerprint",
            "other country",
            "posterior",
            "may greet shopper-",
            "Visit 2:",
            "Decision     UNKNOWN",
            "other browser",
            "same address",
            "anonymous: nothing personal",
            "\nBundle offers\n",
            "prime_window",
            "To pay ",
            "\nRefused offers\n",
            "reason ",
            "too early      2024-07-",
            "too few items  no date",
            "Asked besides for shopper-",
            "who has an open offer: open offer, until 2024-07-08T14:32:00Z.",
            "Asked besides for stranger@example.com, whom the shop does not know: no profile.\n",
            "\nThe life of one offer\n",
            "view again  was there already",
            "not possible from purchased",
            "bundle_accepted",
            "rejected one and is asked again: cool down, until ",
            "\nTop customers\n",
            "\nPrime window starts within 7 days, from 3 orders on\n",
            "\nConversion rate of offers, last 30 days\n",
            "offers shown were bought.",
            "\nAcceptance by discount tier, last 30 days\n",
            "15%+",
            "\nEvents by type, last 30 days\n",
            "bundle_rejected");
    assertThat(run.err()).contains("Read 470 rows").contains("Recalculated 40 of 40 profiles");
  }

  @Test
  void countsOffersThatAddUp() throws IOException {
    String small = CommandRun.of().out();
    String single =
        CommandRun.of("--orders", file(order("1", "2024-01-01", "completed", "4,10.00"))).out();

    assertOffersAddUp(small);
    assertOffersAddUp(single);
    assertThat(single)
        .contains(
            "Asked for 1 customers: the 1 with the highest score and the first 1 by email address,"
                + " 1 of them both.");
  }

  @Test
  void printsTheSameEveryTime() {
    assertThat(CommandRun.of().out()).isEqualTo(CommandRun.of().out());
  }

  @Test
  void pricesOffersAtTheNewestPrice() throws IOException {
    CommandRun run =
        CommandRun.of(
            "--orders",
            file(
                order("1", "2024-01-01", "completed", "4,10.00"),
                order("2", "2024-02-01", "cancelled", "1,12.00"),
                order("3", "2024-01-15", "completed", "1,11.00")),
            "--now",
            "2024-03-01T00:00:00Z");

    assertThat(run.out())
        .contains("Now        2024-03-01T00:00:00Z\n")
        .containsPattern("9 +Nine +5 +12\\.00 +60\\.00 +7\\.20\n")
        .contains("To pay 52.80, discount tier 10-15%, 52 bonus points.");
  }

  @Test
  void reportsBadRowsAndGoesOn() throws IOException {
    CommandRun run =
        CommandRun.of(
            "--orders", file(order("1", "2024-01-01", "completed", "4,10.00"), "x\n".repeat(12)));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Bad rows   12\n  line 3: has 1 fields; the header has 11\n")
        .contains("  line 12: ")
        .contains("  ... and 2 more bad rows\nRefused    0 orders\n")
        .doesNotContain("line 13:");
  }

  @Test
  void reportsRefusedOrdersApartFromBadRows() throws IOException {
    StringBuilder tooLarge = new StringBuilder();
    for (int id = 2; id < 14; id++) {
      tooLarge.append(order(String.valueOf(id), "2024-01-01", "completed", "1000000,1000"));
    }
    CommandRun run =
        CommandRun.of(
            "--orders",
            file(
                order("1", "2024-01-01", "completed", "4,10.00"),
                "x\n".repeat(12),
                tooLarge.toString()));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Bad rows   12\n")
        .contains("  ... and 2 more bad rows\nRefused    12 orders\n  line 15: total: ")
        .contains("  line 24: total: ")
        .contains("  ... and 2 more refused orders\n")
        .doesNotContain("line 25:");
  }

  @Test
  void reportsCustomersWhoseOrdersLieInTheFuture() throws IOException {
    CommandRun run =
        CommandRun.of(
            "--orders",
            file(order("1", "2024-01-01", "completed", "4,10.00")),
            "--now",
            "2023-12-31T00:00:00Z");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Refused        1 customers\n  ann@example.com: ordered_at: ")
        .contains("There is nobody to recognise");
  }

  @Test
  void copesWithAShopWithoutPaidOrders() throws IOException {
    CommandRun run =
        CommandRun.of("--orders", file(order("1", "2024-01-01", "pending", "4,10.00")));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("1 created")
        .contains("There is nobody to recognise", "Nobody has paid orders.");
  }

  @Test
  void printsForecastsAndSegments() {
    String out = CommandRun.of().out();
    String forecasts = section(out, "Forecasts", "Segments by recency and frequency");
    String segments = section(out, "Segments by recency and frequency", "Recognition");

    assertThat(forecasts)
        .containsPattern(
            "Models, best first\n  MBG/NBD, Gamma gaps: BIC [0-9.]+ \\(\\+0\\.0000\\)\n")
        .contains("Forecast       39 of 40 customers\n")
        .containsPattern(
            "customer +alive +orders in a year +spend, EUR +next order from +to +inside\n")
        .containsPattern("@example.com +\\d+ % +[0-9.]+ +[0-9.]+ +2024-0\\d-\\d\\d +2024-")
        .contains("  ... and 29 more customers\n")
        .containsPattern("Expected of all in a year: [0-9,]+ orders, [0-9,.]+\n");
    assertThat(sum("^ +(\\d+) (?:with a window|too early|too vague)", forecasts)).isEqualTo(39);
    assertThat(sum("^  [a-z ]+?  +(\\d+) +[0-9.]+ %", segments)).isEqualTo(39);
    assertThat(out).doesNotContain("Profiles as JSON");
  }

  @Test
  void saysWhenThereIsTooLittleToForecastFrom() throws IOException {
    Path json = folder.resolve("profiles.json");
    CommandRun run =
        CommandRun.of(
            "--orders",
            file(order("1", "2024-01-01", "completed", "4,10.00")),
            "--profiles-json",
            json);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("No forecasts: summaries: must hold at least 10 customers")
        .containsPattern("\n  new +1 +100\\.0 %");
    assertThat(Files.readString(json))
        .contains("\"rfm_recency_days\":1,\"rfm_frequency\":1,\"rfm_monetary\":40.00,")
        .contains(",\"forecast\":null}");
  }

  @Test
  void writesProfilesSortedByEmail() throws IOException {
    Path json = folder.resolve("profiles.json");
    Files.writeString(json, "old");

    CommandRun run = CommandRun.of("--profiles-json", json);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("Written        40 profiles to " + json.toRealPath());
    assertThat(Files.readString(json)).startsWith("[\n{\"customer_id\":301,").endsWith("}\n]\n");
    assertThat(
            Files.readAllLines(json).stream()
                .filter(line -> line.startsWith("{"))
                .map(line -> line.replaceAll(".*\"customer_email\":\"([^\"]*)\".*", "$1")))
        .hasSize(40)
        .isSorted();
    assertThat(files()).containsExactly("profiles.json");
  }

  @Test
  void showsHelpAndVersion() {
    assertThat(CommandRun.of("--help").out())
        .contains("--orders=FILE", "--profiles-json=FILE", "--now=INSTANT", "Exit codes");
    assertThat(CommandRun.of("--help").exitCode()).isZero();
    assertThat(CommandRun.of("--version").out()).startsWith("quickstart ");
    assertThat(CommandRun.of("--version").exitCode()).isZero();
  }

  @Test
  void refusesWrongUsageInOneLine() {
    assertUsage(CommandRun.of("--colour"), "Unknown option: '--colour'");
    assertUsage(CommandRun.of("orders.csv"), "orders.csv");
    assertUsage(CommandRun.of("--orders"), "--orders");
    assertUsage(
        CommandRun.of("--now", "yesterday"),
        "'--now': must be a moment such as 2011-12-10T12:50:00Z, is 'yesterday'");
    assertUsage(
        CommandRun.of("--now", "0999-12-31T23:59:59Z"),
        "'--now': must lie in the years 1000 to 9999, is '0999-12-31T23:59:59Z'");
    assertUsage(
        CommandRun.of("--now", "+10000-01-01T00:00:00Z"),
        "'--now': must lie in the years 1000 to 9999, is '+10000-01-01T00:00:00Z'");
  }

  @Test
  void doesNotWriteOverTheOrders() throws IOException {
    Path orders = file(order("1", "2024-01-01", "completed", "4,10.00"));
    String before = Files.readString(orders);
    Path otherSpelling = folder.resolve("../" + folder.getFileName() + "/orders.csv");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), orders);

    for (Path json : List.of(orders, otherSpelling, link)) {
      assertUsage(
          CommandRun.of("--orders", orders, "--profiles-json", json),
          "--orders and --profiles-json must not be the same file");
    }
    assertThat(Files.readString(orders)).isEqualTo(before);
  }

  @Test
  void saysInOneLineWhatFailed() throws IOException {
    assertFailure(CommandRun.of("--orders", folder.resolve("none.csv")), "there is no such file");
    assertFailure(CommandRun.of("--orders", folder), "cannot read ");
    assertFailure(
        CommandRun.of("--profiles-json", folder.resolve("none/profiles.json")),
        "there is no folder ");
    assertFailure(CommandRun.of("--profiles-json", folder), "it is not a regular file");
  }

  private static String section(String out, String title, String next) {
    return out.substring(out.indexOf("\n" + title + "\n"), out.indexOf("\n" + next + "\n"));
  }

  private static int sum(String line, String text) {
    return Pattern.compile(line, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .mapToInt(match -> Integer.parseInt(match.group(1)))
        .sum();
  }

  private static void assertOffersAddUp(String out) {
    Matcher head =
        Pattern.compile(
                "Asked for (\\d+) customers: .*, \\d+ of them both\\.\n"
                    + "(\\d+) offers were made, (\\d+) refused;")
            .matcher(out);
    assertThat(head.find()).isTrue();
    int refused = Integer.parseInt(head.group(3));
    assertThat(Integer.parseInt(head.group(2)) + refused)
        .isEqualTo(Integer.parseInt(head.group(1)));
    assertThat(out).contains("\n" + refused + " of the customers above:\n");
    String section =
        out.substring(out.indexOf("\nRefused offers\n"), out.indexOf("\nAsked besides"));
    assertThat(
            Pattern.compile("^ +(\\d+) [a-z ]+$", Pattern.MULTILINE)
                .matcher(section)
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum())
        .isEqualTo(refused);
  }

  private static void assertUsage(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertOneLine(run, message);
  }

  private static void assertFailure(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertOneLine(run, message);
  }

  private static void assertOneLine(CommandRun run, String message) {
    assertThat(run.err().lines().filter(line -> line.startsWith("quickstart: ")))
        .singleElement()
        .asString()
        .contains(message);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  private Path file(String... rows) throws IOException {
    return Files.writeString(folder.resolve("orders.csv"), HEADER + String.join("", rows));
  }

  private static String order(String id, String day, String status, String quantityAndPrice) {
    return id
        + ",,"
        + "ann@example.com,,"
        + day
        + "T00:00:00Z,"
        + status
        + ",9,nine,Nine,"
        + quantityAndPrice
        + "\n";
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
