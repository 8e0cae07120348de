package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.HUGE_ID;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.customerId;
import static dev.customerintelligence.storage.contract.Fixtures.event;
import static dev.customerintelligence.storage.contract.Fixtures.fingerprint;
import static dev.customerintelligence.storage.contract.Fixtures.ipHash;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.event.AppendResult;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypeCount;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link dev.customerintelligence.event.EventStore} does. */
public abstract class EventStoreContract extends StorageContract {
  private static final int MANY = 100_000;

  /** For the subclasses. */
  protected EventStoreContract() {}

  @Test
  void anEventComesBackAsItWasStored() {
    EmailAddress ada = customer("ada");
    BehavioralEvent full =
        BehavioralEvent.builder(UUID.randomUUID(), "t".repeat(100), moment())
            .customer(ada)
            .customerId(customerId())
            .sessionId("s".repeat(255))
            .ipHash(ipHash())
            .fingerprint(fingerprint())
            .data(JsonObject.parse("{\"offer_id\":93,\"cart_value\":45.90}"))
            .build();
    BehavioralEvent bare = event(ada, full.createdAt().minusSeconds(1));

    assertThat(events().append(List.of(full))).isEqualTo(new AppendResult(1, 0, 0));
    assertThat(events().append(List.of(bare))).isEqualTo(new AppendResult(1, 0, 0));
    assertThat(events().newestOf(ada, MANY)).containsExactly(full, bare);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\":null,\"b\":true,\"c\":\"\",\"d\":[],\"e\":{}}",
        "{\"products\":[{\"id\":44,\"tags\":[\"x\",[1,[2,[3]]]]}],\"nested\":{\"a\":{\"b\":{\"c\":1}}}}",
        "{\"text\":\"\\u00e9 \\u4e2d \\ud83c\\udf15 \\\" \\\\ \\n '; DROP TABLE x; --\"}",
        "{\"\":1,\"with space\":2,\"\\u00e9\":3,\"ordered\":4,\"a\":5}",
        "{\"long\":9223372036854775807,\"big\":123456789012345678901234567890,\"neg\":-1}"
      })
  void jsonComesBackWithTheSameContent(String json) {
    EmailAddress ada = customer("ada");
    BehavioralEvent event = withData(ada, json);
    events().append(List.of(event));

    assertThat(events().newestOf(ada, 1)).containsExactly(event);
  }

  @Test
  void numbersInJsonKeepTheirScale() {
    EmailAddress ada = customer("ada");
    events().append(List.of(withData(ada, "{\"price\":14.90,\"zero\":0.00}")));

    assertThat(events().newestOf(ada, 1).get(0).data().json()).contains("14.90", "0.00");
  }

  @Test
  void aPageIsKeptOrRefusedAsTheStoreSays() {
    EmailAddress ada = customer("ada");
    BehavioralEvent without = event(ada, moment());
    BehavioralEvent with =
        BehavioralEvent.builder(UUID.randomUUID(), "viewed", without.createdAt().minusSeconds(1))
            .customer(ada)
            .pageUrl("https://shop.example.com/?q=" + "\u00e9".repeat(2000))
            .build();

    if (events().supportsPageUrl()) {
      events().append(List.of(without, with));
      assertThat(events().newestOf(ada, MANY)).containsExactly(without, with);
    } else {
      assertRefused("pageUrl", () -> events().append(List.of(without, with)));
      assertThat(events().newestOf(ada, MANY)).as("none is stored").isEmpty();
    }
  }

  @Test
  void aRepeatedEventIsLeftAsItIs() {
    EmailAddress ada = customer("ada");
    BehavioralEvent first = event(ada, moment());
    BehavioralEvent sameId =
        BehavioralEvent.builder(first.id(), "other", first.createdAt().plusSeconds(9))
            .customer(ada)
            .build();
    BehavioralEvent next = event(ada, first.createdAt().plusSeconds(1));
    events().append(List.of(first));

    assertThat(events().append(List.of(first))).isEqualTo(new AppendResult(0, 1, 0));
    assertThat(events().append(List.of(sameId, next, first))).isEqualTo(new AppendResult(1, 2, 0));
    assertThat(events().newestOf(ada, MANY)).containsExactly(next, first);
  }

  @Test
  void aBatchMayBeEmptyAndMayHoldAnIdTwice() {
    EmailAddress ada = customer("ada");
    BehavioralEvent event = event(ada, moment());

    assertThat(events().append(List.of())).isEqualTo(new AppendResult(0, 0, 0));
    assertThat(events().append(List.of(event, event))).isEqualTo(new AppendResult(1, 1, 0));
    assertThat(events().newestOf(ada, MANY)).containsExactly(event);
  }

  @Test
  void aBatchMayHoldThousands() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    List<BehavioralEvent> batch =
        IntStream.range(0, 5000).mapToObj(i -> event(ada, at.minusSeconds(i))).toList();

    assertThat(events().append(batch)).isEqualTo(new AppendResult(5000, 0, 0));
    assertThat(events().append(batch)).isEqualTo(new AppendResult(0, 5000, 0));
    assertThat(events().newestOf(ada, MANY)).isEqualTo(batch);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNoneOfItsBatchIsStored() {
    EmailAddress ada = customer("ada");
    BehavioralEvent before = event(ada, moment());
    BehavioralEvent huge =
        BehavioralEvent.builder(UUID.randomUUID(), "viewed", before.createdAt().minusSeconds(1))
            .customer(ada)
            .customerId(HUGE_ID)
            .build();
    BehavioralEvent behind = event(ada, before.createdAt().minusSeconds(2));

    boolean held =
        isHeldOrRefused("customerId", () -> events().append(List.of(before, huge, behind)));

    assertThat(events().newestOf(ada, MANY))
        .isEqualTo(held ? List.of(before, huge, behind) : List.of());
  }

  @Test
  void theNewestEventsOfACustomerComeFirst() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    List<BehavioralEvent> newestFirst =
        IntStream.range(0, 60).mapToObj(i -> event(ada, at.minusSeconds(i))).toList();
    List<BehavioralEvent> shuffled = new ArrayList<>(newestFirst);
    Collections.shuffle(shuffled, new Random(2));
    events().append(shuffled);
    events().append(List.of(event(customer("ben"), at), event(null, word(), at)));

    assertThat(events().newestOf(ada, MANY)).isEqualTo(newestFirst);
    assertThat(events().newestOf(ada, 50)).isEqualTo(newestFirst.subList(0, 50));
    assertThat(events().newestOf(ada, 1)).isEqualTo(newestFirst.subList(0, 1));
    assertThat(events().newestOf(customer("nobody"), MANY)).isEmpty();
    assertThat(events().newestOf(EmailAddress.of(ada.value().toUpperCase(Locale.ROOT)), MANY))
        .isEqualTo(newestFirst);
  }

  @Test
  void ofOneMomentTheHighestIdComesFirst() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    long unique = UUID.randomUUID().getLeastSignificantBits() >>> 2;
    List<UUID> highestFirst =
        List.of(
            new UUID(0xFFFF_0000_0000_7000L, unique),
            new UUID(0x8000_0000_0000_7000L, unique),
            new UUID(0x7FFF_0000_0000_7000L, 0x8000_0000_0000_0000L | unique),
            new UUID(0x7FFF_0000_0000_7000L, unique),
            new UUID(0x0000_0000_0000_7000L, unique));
    List<UUID> shuffled = new ArrayList<>(highestFirst);
    Collections.shuffle(shuffled, new Random(4));
    events()
        .append(
            shuffled.stream()
                .map(id -> BehavioralEvent.builder(id, "viewed", at).customer(ada).build())
                .toList());

    assertThat(events().newestOf(ada, MANY))
        .extracting(BehavioralEvent::id)
        .isEqualTo(highestFirst);
    assertThat(events().newestOf(ada, 2))
        .extracting(BehavioralEvent::id)
        .isEqualTo(highestFirst.subList(0, 2));
  }

  @Test
  void eventsAreCountedByTypeFromAMomentUntilAnother() {
    String common = word();
    String rare = word();
    Instant since = moment();
    Instant until = since.plus(Duration.ofHours(1));
    EmailAddress ada = customer("ada");
    events()
        .append(
            List.of(
                event(ada, rare, since),
                event(ada, common, since),
                event(null, common, since.plusSeconds(1)),
                event(customer("ben"), common, until.minusSeconds(1)),
                event(ada, common, until),
                event(ada, common, since.minusSeconds(1)),
                event(ada, rare, until.plusSeconds(1))));

    assertThat(countsOf(List.of(common, rare), since, until))
        .containsExactly(new EventTypeCount(common, 4), new EventTypeCount(rare, 1));
    assertThat(countsOf(List.of(common, rare), since, since))
        .containsExactlyInAnyOrder(new EventTypeCount(common, 1), new EventTypeCount(rare, 1));
    assertThat(countsOf(List.of(common, rare), until, since)).isEmpty();
  }

  @Test
  void theMostFrequentTypesComeFirstThenByName() {
    String word = word();
    Instant at = moment();
    List<BehavioralEvent> batch = new ArrayList<>();
    for (String type : List.of("c", "a", "d", "b")) {
      batch.add(event(null, word + type, at));
      batch.add(event(null, word + type, at));
    }
    batch.add(event(null, word + "d", at));
    batch.add(event(null, word + "0", at));
    events().append(batch);

    List<EventTypeCount> all = events().countsByType(at, at.plusSeconds(1), MANY);

    assertThat(all)
        .filteredOn(count -> count.type().startsWith(word))
        .containsExactly(
            new EventTypeCount(word + "d", 3),
            new EventTypeCount(word + "a", 2),
            new EventTypeCount(word + "b", 2),
            new EventTypeCount(word + "c", 2),
            new EventTypeCount(word + "0", 1));
    for (int limit = 1; limit <= all.size(); limit++) {
      assertThat(events().countsByType(at, at.plusSeconds(1), limit))
          .isEqualTo(all.subList(0, limit));
    }
  }

  @Test
  void typesThatDifferInCaseAreDifferentTypes() {
    String word = word();
    Instant at = moment();
    events().append(List.of(event(null, word + "x", at), event(null, word + "X", at)));

    assertThat(countsOf(List.of(word + "x", word + "X"), at, at.plusSeconds(1)))
        .containsExactlyInAnyOrder(
            new EventTypeCount(word + "x", 1), new EventTypeCount(word + "X", 1));
  }

  @Test
  void concurrentRepetitionsOfABatchStoreEachEventOnce() throws Exception {
    EmailAddress ada = customer("ada");
    EmailAddress ben = customer("ben");
    Instant at = moment();
    List<BehavioralEvent> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(event(i % 2 == 0 ? ada : ben, at.minusSeconds(i)));
    }
    List<Callable<AppendResult>> appends = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      List<BehavioralEvent> shuffled = new ArrayList<>(batch);
      Collections.shuffle(shuffled, new Random(thread));
      appends.add(() -> events().append(shuffled));
    }

    List<AppendResult> results = Together.run(appends);

    assertThat(results.stream().mapToInt(AppendResult::stored).sum()).isEqualTo(100);
    assertThat(results.stream().mapToInt(AppendResult::repeated).sum()).isEqualTo(700);
    assertThat(events().newestOf(ada, MANY)).hasSize(50);
    assertThat(events().newestOf(ben, MANY)).hasSize(50);
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    BehavioralEvent event = event(ada, at);

    assertRefused("events", () -> events().append(null));
    assertRefused("events[1]", () -> events().append(Arrays.asList(event, null)));
    assertThat(events().newestOf(ada, MANY)).isEmpty();
    assertRefused("customer", () -> events().newestOf(null, 1));
    assertRefused("limit", () -> events().newestOf(customer("nobody"), 0));
    assertRefused("since", () -> events().countsByType(null, at, 1));
    assertRefused("until", () -> events().countsByType(at, null, 1));
    assertRefused("limit", () -> events().countsByType(at, at, 0));
  }

  private List<EventTypeCount> countsOf(List<String> types, Instant since, Instant until) {
    return events().countsByType(since, until, MANY).stream()
        .filter(count -> types.contains(count.type()))
        .toList();
  }

  private static BehavioralEvent withData(EmailAddress customer, String json) {
    return BehavioralEvent.builder(UUID.randomUUID(), "viewed", moment())
        .customer(customer)
        .data(JsonObject.parse(json))
        .build();
  }
}
