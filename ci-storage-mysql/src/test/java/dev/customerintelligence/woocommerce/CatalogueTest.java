package dev.customerintelligence.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.customerintelligence.bundle.CatalogueProduct;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.error.UnreadableRowException;
import dev.customerintelligence.order.ProductId;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final ProductId ID = ProductId.of(44);

  private TestShop shop;

  @BeforeEach
  void open() {
    shop = TestShop.open(Layout.HPOS);
  }

  @Test
  void findsWhatTheShopSells() {
    shop.product(
        44, "product", "Sun tea", "sun-tea", 0, "_price", "14.95", "_stock_status", "instock");
    shop.product(45, "product", "Pot", "pot", 0, "_price", "20", "_stock_status", "onbackorder");
    shop.product(46, "page", "About", "about", 0, "_price", "1");

    assertThat(find(ID, ProductId.of(45), ProductId.of(46), ProductId.of(47), new ProductId("x")))
        .isEqualTo(
            Map.of(
                ID,
                new CatalogueProduct(ID, "Sun tea", "sun-tea", euro("14.95"), EUR, true),
                ProductId.of(45),
                new CatalogueProduct(ProductId.of(45), "Pot", "pot", euro("20.00"), EUR, true)));
    assertThat(find()).isEmpty();
  }

  private static final Currency EUR = Currency.getInstance("EUR");

  @ParameterizedTest
  @CsvSource({
    "publish, '', instock, '', true",
    "publish, '', '', '', true",
    "publish, '', outofstock, '', false",
    "draft, '', instock, '', false",
    "trash, '', instock, '', false",
    "private, '', instock, '', false",
    "publish, secret, instock, '', false",
    "publish, '', instock, https://example.com/, false",
  })
  void isForSaleWhenItCanBeBought(
      String status, String password, String stock, String url, boolean forSale) {
    shop.product(
        44, "product", "Tea", "tea", 0, "_price", "5", "_stock_status", stock, "_product_url", url);
    shop.run("UPDATE {p}posts SET post_status = ?, post_password = ?", status, password);

    assertThat(find(ID).get(ID).forSale()).isEqualTo(forSale);
  }

  @Test
  void aProductWithoutAPriceIsNotForSale() {
    shop.product(44, "product", "Tea", "tea", 0, "_price", "");

    assertThat(find(ID).get(ID))
        .isEqualTo(new CatalogueProduct(ID, "Tea", "tea", euro("0.00"), EUR, false));
  }

  @Test
  void aProductWhoseVariationsDifferInPriceIsNotForSale() {
    shop.product(44, "product", "Tea", "tea", 0, "_price", "7", "_price", "5");
    shop.product(45, "product", "Pot", "pot", 0, "_price", "7", "_price", "7.00");

    Map<ProductId, CatalogueProduct> found = find(ID, ProductId.of(45));
    assertThat(found.get(ID))
        .isEqualTo(new CatalogueProduct(ID, "Tea", "tea", euro("5.00"), EUR, false));
    assertThat(found.get(ProductId.of(45)).forSale()).isTrue();
  }

  @Test
  void aVariationIsForSaleWithItsProduct() {
    shop.product(44, "product", "Tea", "tea", 0, "_price", "5");
    shop.product(441, "product_variation", "Tea - green", "tea-green", 44, "_price", "6");
    shop.product(442, "product_variation", "Orphan", "orphan", 99, "_price", "6");

    ProductId green = ProductId.of(441);
    assertThat(find(green).get(green))
        .isEqualTo(
            new CatalogueProduct(green, "Tea - green", "tea-green", euro("6.00"), EUR, true));
    assertThat(find(ProductId.of(442)).get(ProductId.of(442)).forSale()).isFalse();
    shop.run("UPDATE {p}posts SET post_status = 'draft' WHERE ID = 44");
    assertThat(find(green).get(green).forSale()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 200, 99, 10.00",
    "100, 200, 100, 8.00",
    "100, 200, 200, 8.00",
    "100, 200, 201, 10.00",
    "100, '', 500, 8.00",
    "'', 200, 50, 8.00",
    "'', 200, 201, 10.00",
    "'', '', 50, 9.00",
  })
  void asksTheSalePriceWithinTheDatesOfTheSale(String from, String to, long now, String price) {
    shop.product(
        44,
        "product",
        "Tea",
        "tea",
        0,
        "_price",
        "9",
        "_regular_price",
        "10",
        "_sale_price",
        "8",
        "_sale_price_dates_from",
        from,
        "_sale_price_dates_to",
        to);

    assertThat(
            shop.reader()
                .clock(() -> Instant.ofEpochSecond(now))
                .build()
                .catalogue()
                .find(List.of(ID))
                .get(ID)
                .unitPrice())
        .isEqualTo(euro(price));
  }

  @Test
  void namesAProductThatCannotBeRead() {
    shop.product(44, "product", "Tea", "tea", 0, "_price", "cheap");
    assertThatExceptionOfType(UnreadableRowException.class)
        .isThrownBy(() -> find(ID))
        .withMessage("posts row 44 cannot be read: price: must be a number, is 'cheap'");
  }

  @Test
  void refusesMoreThanAHundred() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> shop.reader().build().catalogue().find(Collections.nCopies(101, ID)));
  }

  private Map<ProductId, CatalogueProduct> find(ProductId... ids) {
    return shop.reader().build().catalogue().find(List.of(ids));
  }

  private static BigDecimal euro(String amount) {
    return new BigDecimal(amount);
  }
}
