package dev.customerintelligence.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.CustomerOrders;
import dev.customerintelligence.order.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryOrderHistoryTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final EmailAddress BEN = EmailAddress.of("ben@example.com");
  private static final EmailAddress CEM = EmailAddress.of("cem@example.com");

  private final Order first = order("1", ADA);
  private final Order second = order("2", EmailAddress.of("ADA@example.com "));
  private final Order ofCem = order("3", CEM);
  private final Order ofBen = order("4", BEN);
  private final InMemoryOrderHistory history =
      new InMemoryOrderHistory(List.of(ofCem, first, ofBen, second));

  @Test
  void returnsAllOrdersOfACustomer() {
    assertThat(history.ordersOf(ADA)).isEqualTo(new CustomerOrders(ADA, List.of(first, second)));
    assertThat(history.ordersOf(EmailAddress.of("Nobody@example.com")).orders()).isEmpty();
  }

  @Test
  void walksByEmailAddressPageByPage() {
    CustomerOrders ada = new CustomerOrders(ADA, List.of(first, second));
    CustomerOrders ben = new CustomerOrders(BEN, List.of(ofBen));
    CustomerOrders cem = new CustomerOrders(CEM, List.of(ofCem));

    assertThat(history.customersAfter(null, 2)).containsExactly(ada, ben);
    assertThat(history.customersAfter(BEN, 2)).containsExactly(cem);
    assertThat(history.customersAfter(CEM, 2)).isEmpty();
    assertThat(history.customersAfter(EmailAddress.of("b@example.com"), 9))
        .containsExactly(ben, cem);
    assertThat(history.customerCount()).isEqualTo(3);
  }

  @Test
  void doesNotFollowLaterChangesOfTheCollection() {
    List<Order> orders = new ArrayList<>(List.of(first));
    InMemoryOrderHistory copied = new InMemoryOrderHistory(orders);
    orders.add(second);

    assertThat(copied.ordersOf(ADA).orders()).containsExactly(first);
  }

  @Test
  void holdsNothingWithoutOrders() {
    InMemoryOrderHistory empty = new InMemoryOrderHistory(List.of());

    assertThat(empty.customerCount()).isZero();
    assertThat(empty.customersAfter(null, 10)).isEmpty();
  }

  @Test
  void refusesWhatIsMissingOrTooMuch() {
    assertRefused("orders", () -> new InMemoryOrderHistory(null));
    assertRefused("orders", () -> new InMemoryOrderHistory(Arrays.asList(first, null)));
    assertRefused(
        "orders",
        () -> new InMemoryOrderHistory(Collections.nCopies(CustomerOrders.MAX_ORDERS + 1, first)));
    assertRefused("customer", () -> history.ordersOf(null));
    assertRefused("limit", () -> history.customersAfter(null, 0));
  }

  private static void assertRefused(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(field + ": ");
  }

  private static Order order(String id, EmailAddress customer) {
    return Order.builder(id, customer, AT).currency(Currency.getInstance("EUR")).build();
  }
}
