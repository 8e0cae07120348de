package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.customerintelligence.order.Order;
import dev.customerintelligence.order.OrderLine;
import dev.customerintelligence.order.ProductId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReaderTest {
  private static final String SHOP =
      "order_id,order_number,customer_email,customer_id,ordered_at,status,"
          + "product_id,product_slug,product_name,quantity,unit_price\n";
  private static final String GOOD =
      "1,W-1,Ann@Example.com,7,2024-08-15T10:20:30Z,wc-completed,44,full-moon,Full Moon,2,14.95\n";
  private static final String UCI =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

  @TempDir private Path folder;

  @Test
  void readsTheShopsColumns() throws Exception {
    OrdersRead read = read(SHOP + GOOD);

    assertThat(read.format().title()).isEqualTo("shop orders");
    assertThat(read.currency().getCurrencyCode()).isEqualTo("EUR");
    assertThat(read.badRows().count()).isZero();
    Order order = only(read);
    assertThat(order.orderId()).isEqualTo("1");
    assertThat(order.orderNumber()).isEqualTo("W-1");
    assertThat(order.customer().value()).isEqualTo("ann@example.com");
    assertThat(order.customerId()).isEqualTo(7L);
    assertThat(order.orderedAt()).isEqualTo(Instant.parse("2024-08-15T10:20:30Z"));
    assertThat(order.status()).isEqualTo("completed");
    assertThat(order.total()).isEqualTo(new BigDecimal("29.90"));
    assertThat(order.lines())
        .containsExactly(
            OrderLine.of(ProductId.of(44), "Full Moon", "full-moon", 2, new BigDecimal("14.95")));
  }

  @Test
  void joinsRowsOfOneOrderAlsoWhenOthersStandBetween() throws Exception {
    OrdersRead read =
        read(
            SHOP
                + GOOD
                + "2,W-2,bo@example.com,,2024-08-16T00:00:00Z,pending,9,,Nine,1,1.00\n"
                + GOOD.replace(",44,full-moon,Full Moon,2,14.95", ",9,,Nine,3,0.335"));

    assertThat(read.orders()).extracting(Order::orderId).containsExactly("1", "2");
    assertThat(read.orders().get(0).lines()).hasSize(2);
    assertThat(read.orders().get(0).total()).isEqualTo(new BigDecimal("30.91"));
  }

  @Test
  void leavesOptionalFieldsBlank() throws Exception {
    Order guest = only(read(SHOP + "5, ,bo@example.com,,2024-01-01T00:00Z,failed,P,,Pen,1,2\n"));
    Order zero = only(read(SHOP + "5,,bo@example.com,0,2024-01-01T00:00Z,failed,P,,Pen,1,2\n"));

    assertThat(guest.orderNumber()).isEqualTo("5");
    assertThat(guest.customerId()).isNull();
    assertThat(guest.lines().get(0).slug()).isNull();
    assertThat(zero.customerId()).isNull();
  }

  @Test
  void takesMomentsWithoutOffsetAsUtc() throws Exception {
    assertThat(only(read(shopRowAt("2024-08-15 10:20:30"))).orderedAt())
        .isEqualTo(Instant.parse("2024-08-15T10:20:30Z"));
    assertThat(only(read(shopRowAt("2024-08-15T10:20:30+02:00"))).orderedAt())
        .isEqualTo(Instant.parse("2024-08-15T08:20:30Z"));
  }

  @Test
  void findsColumnsByNameInAnySequence() throws Exception {
    OrdersRead read =
        read(
            "unit_price,extra,quantity,product_name,product_slug,product_id,status,ordered_at,"
                + "customer_id,customer_email,order_number, order_id \n"
                + "2.50,x,4,Pen,pen,P1,completed,2024-01-01T00:00:00Z,,bo@example.com,W-9,9\n");

    assertThat(only(read).total()).isEqualTo(new BigDecimal("10.00"));
    assertThat(only(read).orderNumber()).isEqualTo("W-9");
  }

  @Test
  void readsQuotesMarksAndEitherLineEnd() throws Exception {
    String csv =
        "\uFEFF\""
            + SHOP.replaceFirst(",", "\",").replace("\n", "\r\n")
            + "\r\n"
            + GOOD.replace("Full Moon", "\"Moon, \"\"full\"\"\"").replace("\n", "\r\n")
            + "   \r\n"
            + GOOD.replaceFirst("1,W-1", "2,W-2").strip();

    OrdersRead read = read(csv);

    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.badRows().first()).isEmpty();
    assertThat(read.orders().get(0).lines().get(0).name()).isEqualTo("Moon, \"full\"");
    assertThat(read.orders().get(1).orderId()).isEqualTo("2");
  }

  @Test
  void readsGzipWhateverTheFileIsCalled() throws Exception {
    Path file = folder.resolve("orders.csv");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((SHOP + GOOD).getBytes(StandardCharsets.UTF_8));
    }

    assertThat(only(reader().readFile(file)).orderId()).isEqualTo("1");
  }

  @Test
  void readsOnlineRetailByItsRules() throws Exception {
    OrdersRead read =
        read(
            UCI
                + "536365,85123A,WHITE HEART ,6,2010-12-01 08:28:00,2.55,17850.0,United Kingdom\n"
                + "536365,71053,,1,2010-12-01 08:26:00,0.125,17850.0,United Kingdom\n"
                + "536365,85123A,WHITE HEART ,2,2010-12-01 08:30:00,2.55,17850.0,United Kingdom\n"
                + "C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527.0,United Kingdom\n"
                + "C536380,D,Discount,-1,2010-12-01 09:41:00,27.50,,United Kingdom\n"
                + "536414,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom\n"
                + "536415,22139,,-9,2010-12-01 11:52:00,0.0,12346.0,United Kingdom\n"
                + "536416,22139,,0,2010-12-01 11:52:00,1.0,12346.0,United Kingdom\n"
                + "536417,22139,,1,2010-12-01 11:52:00,0.0,12346.0,United Kingdom\n"
                + "536418,22139,,1,2010-12-01 11:52:00,-1.50,12346.0,United Kingdom\n");

    assertThat(read.format().title()).isEqualTo("UCI Online Retail");
    assertThat(read.rows()).isEqualTo(10);
    assertThat(read.badRows().first()).isEmpty();
    assertThat(read.leftOut())
        .containsOnly(
            entry(OnlineRetailFormat.CANCELLED, 2L),
            entry(OnlineRetailFormat.NO_CUSTOMER, 1L),
            entry(OnlineRetailFormat.NO_QUANTITY, 2L),
            entry(OnlineRetailFormat.NO_PRICE, 2L));
    Order order = only(read);
    assertThat(order.customer().value()).isEqualTo("customer-17850@example.com");
    assertThat(order.customerId()).isEqualTo(17850L);
    assertThat(order.orderedAt()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
    assertThat(order.currency().getCurrencyCode()).isEqualTo("GBP");
    assertThat(order.status()).isEqualTo("completed");
    assertThat(order.total()).as("20.525 to the cent").isEqualTo(new BigDecimal("20.53"));
    assertThat(order.lines())
        .extracting(OrderLine::name)
        .containsExactly("WHITE HEART", "71053", "WHITE HEART");
  }

  @Test
  void reportsBadRowsOfOnlineRetail() throws Exception {
    OrdersRead read =
        read(
            UCI
                + "1,A,Pen,1,2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "1,A,Pen,1,2010-12-01 08:26:00,2.55,17851.0,x\n"
                + "2,A,Pen,1,2010-12-01 08:26:00,2.55,ann@example.com,x\n"
                + "3,A,Pen,1,12/1/2010 8:26,2.55,17850.0,x\n"
                + "4,A,Pen,1.5,2010-12-01 08:26:00,2.55,17850.0,x\n");

    assertThat(read.badRows().first())
        .containsExactly(
            "line 3: CustomerID: must be the same in all rows of one invoice",
            "line 4: CustomerID: must be a number such as 17850.0",
            "line 5: InvoiceDate: must be a moment such as 2024-08-15T10:20:30Z,"
                + " is '12/1/2010 8:26'",
            "line 6: Quantity: must be a whole number of at most 1000000, is '1.5'");
    assertThat(only(read).lines()).hasSize(1);
  }

  @Test
  void reportsBadRowsWithLineAndReason() throws Exception {
    OrdersRead read =
        read(
            SHOP
                + GOOD
                + GOOD.replaceFirst("1", "")
                + GOOD.replace("Ann@Example.com", "ann.example.com")
                + GOOD.replace(",7,", ",seven,")
                + GOOD.replace("wc-completed", "wc-shipped")
                + GOOD.replace(",2,14.95", ",0,14.95")
                + GOOD.replace(",2,14.95", ",2,\"14,95\"")
                + GOOD.replace(",2,14.95", ",2")
                + GOOD.replace("2024-08-15T10:20:30Z", "2024-02-30T10:20:30Z")
                + GOOD.replace("Full Moon", ""));

    assertThat(read.badRows().first())
        .containsExactly(
            "line 3: order_id: must not be blank",
            "line 4: customer_email: must look like name@example.com: text on both sides of exactly one @,"
                + " without white space and control characters",
            "line 5: customer_id: must be a whole number of at most 18 digits, or blank for a guest",
            "line 6: status: must be pending, processing, on-hold, completed, cancelled, refunded"
                + " or failed, is 'wc-shipped'",
            "line 7: quantity: must be between 1 and 1000000, is 0",
            "line 8: unit_price: must be a number such as 14.95, at most 99999999.99,"
                + " with at most 8 decimals, is '14,95'",
            "line 9: has 10 fields; the header has 11",
            "line 10: ordered_at: must be a moment such as 2024-08-15T10:20:30Z,"
                + " is '2024-02-30T10:20:30Z'",
            "line 11: product_name: must not be blank");
    assertThat(only(read).lines()).as("good rows of the order stay").hasSize(1);
  }

  @Test
  void countsBadRowsBeyondTheFirstTen() throws Exception {
    OrdersRead read = read(SHOP + GOOD + "x\n".repeat(25));

    assertThat(read.rows()).isEqualTo(26);
    assertThat(read.badRows().count()).isEqualTo(25);
    assertThat(read.badRows().first()).hasSize(10).last().asString().startsWith("line 12: ");
  }

  @Test
  void reportsRowsThatContradictTheirOrder() throws Exception {
    OrdersRead read =
        read(
            SHOP
                + GOOD
                + GOOD.replace("W-1", "W-2").replace(",7,", ",8,")
                + GOOD.replace("Ann@", "bo@")
                + GOOD.replace("10:20:30", "10:20:31").replace("wc-completed", "failed"));

    assertThat(read.badRows().first())
        .containsExactly(
            "line 3: order_number, customer_id: must be the same in all rows of one order_id",
            "line 4: customer_email: must be the same in all rows of one order_id",
            "line 5: ordered_at, status: must be the same in all rows of one order_id");
  }

  @Test
  void reportsAnOrderThatIsTooLarge() throws Exception {
    OrdersRead read =
        read(SHOP + GOOD + GOOD.replaceFirst("1", "2").replace(",2,14.95", ",1000000,1000"));

    assertThat(read.badRows().count()).isZero();
    assertThat(read.refused().count()).isEqualTo(1);
    assertThat(read.refused().first())
        .containsExactly("line 3: total: the sum of quantity x price must be at most 99999999.99");
    assertThat(only(read).orderId()).isEqualTo("1");
  }

  @Test
  void namesTheColumnsOfTheFileInTheLibrarysReasons() throws Exception {
    String long256 = "x".repeat(256);
    OrdersRead shop =
        read(
            SHOP
                + GOOD
                + GOOD.replace(",44,", "," + long256 + ",")
                + GOOD.replace("full-moon", long256)
                + GOOD.replace("Full Moon", long256)
                + GOOD.replaceFirst("1,W-1", "y".repeat(65) + ",W-1")
                + GOOD.replaceFirst("1,W-1", "2," + "y".repeat(65)));
    OrdersRead uci =
        read(
            UCI
                + "1,A,Pen,1,2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "1,A,Pen,1,0999-12-01 08:26:00,2.55,17850.0,x\n"
                + "2,"
                + long256
                + ",Pen,1,2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "3,A,"
                + long256
                + ",1,2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "y".repeat(65)
                + ",A,Pen,1,2010-12-01 08:26:00,2.55,17850.0,x\n");

    assertThat(shop.badRows().first())
        .containsExactly(
            "line 3: product_id: must have at most 100 characters, has 256",
            "line 4: product_slug: must have at most 255 characters, has 256",
            "line 5: product_name: must have at most 255 characters, has 256");
    assertThat(shop.refused().first())
        .containsExactly(
            "line 6: order_id: must have at most 64 characters, has 65",
            "line 7: order_number: must have at most 64 characters, has 65");
    assertThat(uci.badRows().first())
        .containsExactly(
            "line 3: InvoiceDate: must lie in the years 1000 to 9999, is '0999-12-01 08:26:00'",
            "line 4: StockCode: must have at most 100 characters, has 256",
            "line 5: Description: must have at most 255 characters, has 256");
    assertThat(uci.refused().first())
        .containsExactly("line 6: InvoiceNo: must have at most 64 characters, has 65");
  }

  @Test
  void takesPricesAsTheLibraryDoes() throws Exception {
    OrdersRead read =
        read(
            SHOP
                + GOOD.replace(",2,14.95", ",1,99999999.99")
                + GOOD.replaceFirst("1", "2").replace(",2,14.95", ",1,0.12345678")
                + GOOD.replaceFirst("1", "3").replace(",2,14.95", ",1,0")
                + GOOD.replace("14.95", "99999999.991")
                + GOOD.replace("14.95", "0.123456789")
                + GOOD.replace("14.95", "100000000")
                + GOOD.replace("14.95", "-14.95"));

    assertThat(read.refused().count()).isZero();
    assertThat(read.orders())
        .extracting(Order::total)
        .map(BigDecimal::toPlainString)
        .containsExactly("99999999.99", "0.12", "0.00");
    assertThat(read.badRows().first())
        .containsExactly(
            "line 5: unit_price: must be at most 99999999.99",
            "line 6: unit_price: must be a number such as 14.95, at most 99999999.99,"
                + " with at most 8 decimals",
            "line 7: unit_price: must be a number such as 14.95, at most 99999999.99,"
                + " with at most 8 decimals",
            "line 8: unit_price: must not be negative");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Annabel",
        "annabel-lee",
        "0612345678",
        "612345678",
        "06-12345678",
        "+31 6 1234 5678",
        "020 123 45 67",
        "020.123.4567",
        "12345678901",
        "5551234",
        "-5551234",
        "1980-08-15",
        "15-08-1980",
        "wc-annabel@example.com"
      })
  void quotesNoNameNumberOrBirthday(String personal) throws Exception {
    String field = "," + personal + ",";
    OrdersRead shop =
        read(
            SHOP
                + GOOD
                + GOOD.replace(",7,", field + "x")
                + GOOD.replace(",2024-08-15T10:20:30Z,", field)
                + GOOD.replace(",wc-completed,", field)
                + GOOD.replace(",2,", field)
                + GOOD.replaceFirst("1", "2").replace(",2,14.95", ",1000000," + personal));
    OrdersRead uci =
        read(
            UCI
                + "1,A,Pen,1,2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "2,A,Pen,1"
                + field
                + "2.55,17850.0,x\n"
                + "3,A,Pen"
                + field
                + "2010-12-01 08:26:00,2.55,17850.0,x\n"
                + "4,A,Pen,1000000,2010-12-01 08:26:00"
                + field
                + "17850.0,x\n"
                + "5,A,Pen,1,2010-12-01 08:26:00,2.55"
                + field
                + "x\n");

    String told =
        shop.badRows().first()
            + ""
            + shop.refused().first()
            + uci.badRows().first()
            + uci.refused().first();
    assertThat(shop.badRows().count()).isGreaterThanOrEqualTo(4);
    assertThat(told).doesNotContain(personal).doesNotContainIgnoringCase("annabel");
    assertThat(told.replaceAll("[^0-9]+", " ")).doesNotContain("12345", "5551234", "1980");
  }

  @Test
  void tellsNoPersonalDataInReasons() throws Exception {
    String person = "secret.person@example.org";
    OrdersRead read =
        read(
            SHOP
                + GOOD
                + GOOD.replace("Ann@Example.com", person + "@x")
                + GOOD.replace(",7,", "," + person + ",")
                + GOOD.replace("2024-08-15T10:20:30Z", person)
                + GOOD.replace("wc-completed", person)
                + GOOD.replace(",2,14.95", "," + person + ",14.95")
                + GOOD.replace("14.95", "Secret Person"));

    assertThat(read.badRows().count()).isEqualTo(6);
    assertThat(read.badRows().first().toString())
        .doesNotContainIgnoringCase("secret")
        .doesNotContain("example.org");
  }

  @Test
  void refusesAnUnknownHeaderAndNamesWhatIsMissing() {
    assertThatThrownBy(() -> read("order_id,customer_email,status,Quantity\n1,a@b,x,1\n"))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(
            "orders.csv has the columns of no known format;"
                + " for shop orders it lacks order_number, customer_id, ordered_at, product_id,"
                + " product_slug, product_name, quantity, unit_price;"
                + " for UCI Online Retail it lacks InvoiceNo, StockCode, Description, InvoiceDate,"
                + " UnitPrice, CustomerID");
  }

  @Test
  void refusesAColumnTwice() {
    assertThatThrownBy(() -> read(SHOP.replace("\n", ",status\n") + GOOD))
        .isInstanceOf(QuickstartException.class)
        .hasMessage("orders.csv has two columns of one name, the second as number 12");
  }

  @Test
  void refusesFilesWithoutOrders() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("orders.csv is empty");
    assertThatThrownBy(() -> read(SHOP))
        .isInstanceOf(QuickstartException.class)
        .hasMessage(
            "orders.csv has no order to work with: 0 rows, 0 of them bad; 0 orders refused");
    assertThatThrownBy(() -> read(SHOP + "x\n"))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith(
            "1 rows, 1 of them bad (line 2: has 1 fields; the header has 11); 0 orders refused");
    assertThatThrownBy(() -> read(SHOP + GOOD.replace(",2,14.95", ",1000000,1000")))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("1 rows, 0 of them bad; 1 orders refused (line 2: total: the sum ");
  }

  @Test
  void saysWhyAFileCannotBeRead() throws Exception {
    assertThatThrownBy(() -> reader().readFile(folder.resolve("none.csv")))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith("none.csv: there is no such file");

    byte[] latin1 =
        (SHOP + GOOD.replace("Moon", "M\u00f6\u00f6n")).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> reader().readFile(Files.write(folder.resolve("latin1.csv"), latin1)))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith("latin1.csv: it is not text in UTF-8");

    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write((SHOP + GOOD).getBytes(StandardCharsets.UTF_8));
    }
    byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() / 2);
    assertThatThrownBy(() -> reader().readFile(Files.write(folder.resolve("cut.gz"), cut)))
        .isInstanceOf(QuickstartException.class)
        .hasMessageEndingWith("cut.gz: the gzip data is damaged or cut off");

    assertThatThrownBy(() -> read(SHOP + GOOD.replace("Full Moon", "\"Full Moon")))
        .isInstanceOf(QuickstartException.class)
        .hasMessageContaining("as CSV")
        .hasMessageContaining("line 2");
  }

  private static String shopRowAt(String moment) {
    return SHOP + GOOD.replace("2024-08-15T10:20:30Z", moment);
  }

  private OrdersRead read(String csv) throws QuickstartException, IOException {
    return reader().readFile(Files.writeString(folder.resolve("orders.csv"), csv));
  }

  private static OrderReader reader() {
    return new OrderReader(
        new Progress(new PrintWriter(new StringWriter()), false, System::nanoTime));
  }

  private static Order only(OrdersRead read) {
    assertThat(read.orders()).hasSize(1);
    return read.orders().get(0);
  }
}
