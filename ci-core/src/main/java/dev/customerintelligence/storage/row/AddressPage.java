package dev.customerintelligence.storage.row;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Addresses as a database sorts them, in pages. What another writer spelt so that its canonical
 * form is another text is passed over: it sorts elsewhere, and no look-up finds it.
 */
public final class AddressPage {
  private AddressPage() {}

  /**
   * Returns the next addresses; what is none in its canonical form is passed over.
   *
   * @param after the last address of the page before, or null for the first page
   * @param limit the most to return, at least 1
   * @param read reads at most so many texts that sort after one, sorted, each once
   * @return none only at the end
   */
  public static List<EmailAddress> next(
      @Nullable EmailAddress after, int limit, BiFunction<String, Integer, List<String>> read) {
    Inputs.between("limit", limit, 1, Integer.MAX_VALUE);
    Inputs.required("read", read);
    List<EmailAddress> addresses = new ArrayList<>();
    List<String> texts = read.apply(after == null ? "" : after.value(), limit);
    texts.forEach(text -> add(addresses, text));
    while (addresses.isEmpty() && texts.size() == limit) {
      texts = read.apply(texts.get(limit - 1), limit);
      texts.forEach(text -> add(addresses, text));
    }
    return List.copyOf(addresses);
  }

  private static void add(List<EmailAddress> addresses, String text) {
    try {
      EmailAddress address = EmailAddress.of(text);
      if (address.value().equals(text)) {
        addresses.add(address);
      }
    } catch (InvalidInputException e) {
      // Nobody's row: there is no customer to name.
    }
  }
}
