package dev.customerintelligence.order;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangedCustomersTest {
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");

  @Test
  void aPageKeepsItsOwnList() {
    List<CustomerHistory> customers = new ArrayList<>(List.of(new CustomerOrders(ADA, List.of())));
    ChangedCustomers page = new ChangedCustomers(customers, "7", true);
    customers.clear();

    assertThat(page.customers()).extracting(CustomerHistory::customer).containsExactly(ADA);
  }

  @Test
  void refusesWhatIsMissing() {
    assertRefused("customers", () -> new ChangedCustomers(null, "7", true));
    assertRefused("cursor", () -> new ChangedCustomers(List.of(), null, true));
    assertRefused("customer", () -> new UnreadableOrders(null, "broken"));
    assertRefused("reason", () -> new UnreadableOrders(ADA, null));
  }
}
