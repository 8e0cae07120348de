package dev.customerintelligence.profile;

import dev.customerintelligence.identity.EmailAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The customers whose stored profile has orders, beside a walk over all orders. For one thread. */
final class StoredCustomers {
  private static final int PAGE = 50_000;

  private final ProfileStore store;
  private final Queue<EmailAddress> ahead = new ArrayDeque<>();
  private @Nullable EmailAddress last;
  private boolean ended;

  StoredCustomers(ProfileStore store, @Nullable EmailAddress after) {
    this.store = store;
    this.last = after;
  }

  /**
   * Goes on up to an address, or to the end.
   *
   * @param present who was met among the orders
   * @param absent is given the others
   */
  void take(
      @Nullable EmailAddress until, Set<EmailAddress> present, Consumer<EmailAddress> absent) {
    EmailAddress next = next();
    while (next != null && (until == null || next.compareTo(until) <= 0)) {
      ahead.remove();
      if (!present.contains(next)) {
        absent.accept(next);
      }
      next = next();
    }
  }

  private @Nullable EmailAddress next() {
    if (ahead.isEmpty() && !ended) {
      List<EmailAddress> page = store.customersWithOrders(last, PAGE);
      ahead.addAll(page);
      ended = page.isEmpty();
      last = ended ? last : page.get(page.size() - 1);
    }
    return ahead.peek();
  }
}
