package dev.customerintelligence.order;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static dev.customerintelligence.order.TestOrders.CUSTOMER;
import static dev.customerintelligence.order.TestOrders.DAY_0;
import static dev.customerintelligence.order.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomerOrdersTest {
  private static final Order ORDER = order("1001", DAY_0, "10.00");

  @Test
  void holdsOrdersOfOneCustomer() {
    assertThat(new CustomerOrders(CUSTOMER, List.of(ORDER)).orders()).containsExactly(ORDER);
    assertThat(new CustomerOrders(CUSTOMER, List.of()).orders()).isEmpty();
  }

  @Test
  void refusesAnotherCustomersOrder() {
    EmailAddress other = EmailAddress.of("other@example.com");

    assertThat(assertRefused("orders", () -> new CustomerOrders(other, List.of(ORDER))))
        .hasMessage("orders: must all be of one customer; order 1001 is another's");
  }

  @Test
  void refusesNull() {
    assertRefused("customer", () -> new CustomerOrders(null, List.of()));
    assertRefused("orders", () -> new CustomerOrders(CUSTOMER, null));
    assertRefused("orders[1]", () -> new CustomerOrders(CUSTOMER, Arrays.asList(ORDER, null)));
  }

  @Test
  void refusesMoreThanAPersonOrders() {
    List<Order> most = Collections.nCopies(CustomerOrders.MAX_ORDERS, ORDER);
    List<Order> tooMany = Collections.nCopies(CustomerOrders.MAX_ORDERS + 1, ORDER);

    assertThat(new CustomerOrders(CUSTOMER, most).orders()).hasSize(100_000);
    assertThat(assertRefused("orders", () -> new CustomerOrders(CUSTOMER, tooMany)))
        .hasMessage("orders: must be at most 100000 of one customer, are 100001");
  }
}
