package dev.customerintelligence.woocommerce;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.woocommerce.TestShop.Layout;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CustomerNamesTest {
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final EmailAddress BEN = EmailAddress.of("ben@example.com");
  private static final EmailAddress CEM = EmailAddress.of("cem@example.com");

  @ParameterizedTest
  @EnumSource
  void tellsTheNameOnTheNewestOrderThatHasOne(Layout layout) {
    TestShop shop = TestShop.open(layout);
    shop.save(order(1, "ada@example.com", "2026-03-01 10:00:00", "Ada", "Lovelace"));
    // Imported later: a higher number, an older date.
    shop.save(order(2, "Ada@Example.com", "2026-01-01 10:00:00", "Ada", "Byron"));
    shop.save(order(3, "ada@example.com", "2026-04-01 10:00:00", " ", null));
    shop.save(order(4, "ben@example.com", "2026-01-01 10:00:00", null, "Doe"));
    shop.save(order(5, "eve@example.com", "2026-01-01 10:00:00", "Eve", "Other"));
    CustomerNames names = shop.reader().build().customerNames();

    assertThat(names.namesOf(List.of(ADA, BEN, CEM)))
        .containsOnlyKeys(ADA, BEN)
        .containsEntry(ADA, new PersonName("Ada", "Lovelace"))
        .containsEntry(BEN, new PersonName(null, "Doe"));
    assertThat(names.namesOf(List.of())).isEmpty();
    assertRefused("customers.size", () -> names.namesOf(Collections.nCopies(5001, ADA)));
  }

  @ParameterizedTest
  @EnumSource
  void tellsThemOfManyAtOnce(Layout layout) {
    TestShop shop = TestShop.open(layout);
    for (int i = 0; i < 60; i++) {
      shop.save(order(i + 1, "c" + i + "@example.com", "2026-03-01 10:00:00", "C" + i, "Doe"));
    }

    assertThat(
            shop.reader()
                .build()
                .customerNames()
                .namesOf(
                    IntStream.range(0, 60)
                        .mapToObj(i -> EmailAddress.of("c" + i + "@example.com"))
                        .toList()))
        .hasSize(60)
        .containsEntry(EmailAddress.of("c59@example.com"), new PersonName("C59", "Doe"));
  }

  private static ShopOrder order(
      long id, String email, String createdAt, String firstName, String lastName) {
    ShopOrder order = new ShopOrder(id, email);
    order.created = createdAt;
    order.firstName = firstName;
    order.lastName = lastName;
    return order;
  }
}
