package dev.customerintelligence.forecast;

import com.google.common.hash.Hashing;
import dev.customerintelligence.identity.EmailAddress;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * Some of a shop's customers, drawn by a hash of the address: the same ones whenever it is drawn,
 * whoever else there is. Not thread-safe.
 */
final class CustomerSample {
  private record Member(long rank, PurchaseSummary summary, Currency currency) {}

  private final int capacity;
  private final PriorityQueue<Member> lastFirst =
      new PriorityQueue<>(Comparator.comparingLong(Member::rank).reversed());

  CustomerSample(int capacity) {
    this.capacity = capacity;
  }

  void add(EmailAddress customer, PurchaseSummary summary, Currency currency) {
    long rank = Hashing.murmur3_128().hashUnencodedChars(customer.value()).asLong();
    lastFirst.add(new Member(rank, summary, currency));
    if (lastFirst.size() > capacity) {
      lastFirst.remove();
    }
  }

  /** In a sequence that does not depend on the one in which they were added. */
  List<PurchaseSummary> summaries() {
    return lastFirst.stream()
        .sorted(Comparator.comparingLong(Member::rank))
        .map(Member::summary)
        .toList();
  }

  /** Those who pay in a currency, in the same sequence. */
  List<PurchaseSummary> summaries(Currency currency) {
    return lastFirst.stream()
        .filter(member -> member.currency().equals(currency))
        .sorted(Comparator.comparingLong(Member::rank))
        .map(Member::summary)
        .toList();
  }

  /** The currency of most of those who came back, the first by code of several. */
  Optional<Currency> currency() {
    Map<Currency, Long> returning =
        lastFirst.stream()
            .filter(member -> member.summary().frequency() > 0)
            .collect(Collectors.groupingBy(Member::currency, Collectors.counting()));
    return returning.entrySet().stream()
        .min(
            Comparator.<Map.Entry<Currency, Long>>comparingLong(count -> -count.getValue())
                .thenComparing(count -> count.getKey().getCurrencyCode()))
        .map(Map.Entry::getKey);
  }
}
