package dev.customerintelligence.storage.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPageTest {
  private static final List<String> STORED =
      List.of(
          " zoe@example.com",
          "ada@example.com",
          "ada@example.com ",
          "ben@example.com",
          "nobody",
          "zoe@example.com",
          "zoe@example.com\u00a0");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 100})
  void walksOverSpellingsThatSortElsewhereAndEnds(int limit) {
    List<String> walked = new ArrayList<>();
    EmailAddress last = null;
    List<EmailAddress> page = next(last, limit);
    while (!page.isEmpty()) {
      page.forEach(address -> walked.add(address.value()));
      last = page.get(page.size() - 1);
      page = next(last, limit);
    }
    assertThat(walked).containsExactly("ada@example.com", "ben@example.com", "zoe@example.com");
  }

  private static List<EmailAddress> next(EmailAddress after, int limit) {
    return AddressPage.next(
        after,
        limit,
        (from, count) ->
            STORED.stream().filter(text -> text.compareTo(from) > 0).limit(count).toList());
  }
}
