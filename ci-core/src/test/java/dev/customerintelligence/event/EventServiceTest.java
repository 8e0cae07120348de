package dev.customerintelligence.event;

import static dev.customerintelligence.internal.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventServiceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final EmailAddress ADA = EmailAddress.of("ada@example.com");
  private static final IpHash IP = new IpHash("1".repeat(64));
  private static final Fingerprint BROWSER = new Fingerprint("2".repeat(64));

  private Instant time = NOW;
  private final EventStore store =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of())).events();
  private final EventService events = new EventService(store, () -> time, new Random(1));

  @Test
  void aNewEventHappensNowUnderATimeOrderedId() {
    BehavioralEvent first = events.newEvent("a").build();
    time = NOW.plusMillis(1);
    BehavioralEvent second = events.newEvent("b").build();
    assertThat(first.createdAt()).isEqualTo(NOW);
    assertThat(second.createdAt()).isEqualTo(time);
    assertThat(first.id().version()).isEqualTo(7);
    assertThat(first.id().variant()).isEqualTo(2);
    assertThat(first.id().getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    assertThat(first.id().toString()).isLessThan(second.id().toString());
  }

  @Test
  void anEventIsWhatItsBuilderWasTold() {
    BehavioralEvent event =
        events
            .newEvent("checkout_email_entered")
            .data(JsonObject.of(Map.of("offer_id", 93)))
            .sessionId("session")
            .customerId(7)
            .customer(ADA)
            .ipHash(IP)
            .fingerprint(BROWSER)
            .pageUrl("https://shop.example.com/")
            .build();
    assertThat(event)
        .isEqualTo(
            new BehavioralEvent(
                event.id(),
                EventTypes.CHECKOUT_EMAIL_ENTERED,
                NOW,
                JsonObject.parse("{\"offer_id\":93}"),
                "session",
                7L,
                ADA,
                IP,
                BROWSER,
                "https://shop.example.com/"));
    assertThat(event)
        .hasToString("BehavioralEvent[" + event.id() + ", checkout_email_entered, " + NOW + "]");
    assertThat(events.log(event)).isEqualTo(new AppendResult(1, 0, 0));
    assertThat(events.log(event)).isEqualTo(new AppendResult(0, 1, 0));
    assertThat(events.recentOf(ADA)).containsExactly(event);
  }

  @Test
  void returnsTheFiftyNewestAndCountsUntilNow() {
    List<BehavioralEvent> all = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      time = NOW.plusSeconds(i);
      all.add(events.newEvent("viewed").customer(ADA).build());
    }
    assertThat(events.logAll(all)).isEqualTo(new AppendResult(51, 0, 0));
    assertThat(events.recentOf(ADA)).hasSize(50).startsWith(all.get(50)).endsWith(all.get(1));
    assertThat(events.countsByType(NOW.plusSeconds(1)))
        .containsExactly(new EventTypeCount("viewed", 50));
  }

  @Test
  void leavesOutThePageWhereTheStoreHasNoPlaceForIt() {
    List<BehavioralEvent> stored = new ArrayList<>();
    EventService narrow = new EventService(withoutPageUrl(stored), () -> time, new Random(1));
    BehavioralEvent.Builder told = narrow.newEvent("viewed").customer(ADA).sessionId("s");
    BehavioralEvent event = told.pageUrl("https://shop.example.com/").build();
    BehavioralEvent plain = narrow.newEvent("viewed").build();
    narrow.logAll(List.of(event, plain));
    assertThat(stored.get(0).pageUrl()).isNull();
    assertThat(stored.get(0).sessionId()).isEqualTo("s");
    assertThat(stored.get(0).id()).isEqualTo(event.id());
    assertThat(stored.get(1)).isEqualTo(plain);
  }

  @Test
  void aWriterStoresThroughTheService() throws Exception {
    BehavioralEvent event = events.newEvent("viewed").customer(ADA).build();
    try (BufferedEventWriter writer = events.newWriter(BufferedEventWriter.Options.defaults())) {
      writer.write(event);
    }
    assertThat(events.recentOf(ADA)).containsExactly(event);
  }

  @Test
  void refusesBadInputAndStoresNothing() {
    BehavioralEvent event = events.newEvent("viewed").customer(ADA).build();
    assertRefused("event", () -> events.log(null));
    assertRefused("events", () -> events.logAll(null));
    List<BehavioralEvent> withNull = new ArrayList<>(List.of(event));
    withNull.add(null);
    assertRefused("events[1]", () -> events.logAll(withNull));
    assertRefused("events.size", () -> events.logAll(Collections.nCopies(10_001, event)));
    assertRefused("customer", () -> events.recentOf(null));
    assertRefused("since", () -> events.countsByType(null));
    assertRefused("eventType", () -> events.newEvent(" "));
    assertRefused("eventType", () -> events.newEvent("x".repeat(101)));
    assertRefused("options", () -> events.newWriter(null));
    assertRefused("store", () -> new EventService(null, () -> time, new Random(1)));
    assertRefused("clock", () -> new EventService(store, null, new Random(1)));
    assertRefused("random", () -> new EventService(store, () -> time, null));
    assertThat(events.recentOf(ADA)).isEmpty();
  }

  @Test
  void anEventRefusesWhatNoColumnHolds() {
    UUID id = new UUID(1, 1);
    assertRefused("id", () -> BehavioralEvent.builder(null, "a", NOW));
    assertRefused("createdAt", () -> BehavioralEvent.builder(id, "a", null));
    assertRefused(
        "createdAt", () -> BehavioralEvent.builder(id, "a", Instant.parse("0999-01-01T00:00:00Z")));
    assertRefused("eventType", () -> BehavioralEvent.builder(id, null, NOW));
    assertRefused("sessionId", () -> builder().sessionId("x".repeat(256)));
    assertRefused("sessionId", () -> builder().sessionId("a").sessionId("b"));
    assertRefused("sessionId", () -> builder().sessionId(null));
    assertRefused("customerId", () -> builder().customerId(0));
    assertRefused("customer", () -> builder().customer(null));
    assertRefused("ipHash", () -> builder().ipHash(null));
    assertRefused("fingerprint", () -> builder().fingerprint(null));
    assertRefused("pageUrl", () -> builder().pageUrl("x".repeat(2049)));
    assertRefused("data", () -> builder().data(null));
    assertRefused(
        "data", () -> new BehavioralEvent(id, "a", NOW, null, null, null, null, null, null, null));
    assertThat(builder().build().data()).isEqualTo(JsonObject.empty());
  }

  @Test
  void aResultCountsNoLessThanNothing() {
    assertRefused("stored", () -> new AppendResult(-1, 0, 0));
    assertRefused("repeated", () -> new AppendResult(0, -1, 0));
    assertRefused("erased", () -> new AppendResult(0, 0, -1));
  }

  private static BehavioralEvent.Builder builder() {
    return BehavioralEvent.builder(new UUID(1, 1), "a", NOW);
  }

  private static EventStore withoutPageUrl(List<BehavioralEvent> stored) {
    return new EventStore() {
      @Override
      public AppendResult append(List<BehavioralEvent> batch) {
        stored.addAll(batch);
        return new AppendResult(batch.size(), 0, 0);
      }

      @Override
      public List<BehavioralEvent> newestOf(EmailAddress customer, int limit) {
        return List.of();
      }

      @Override
      public List<EventTypeCount> countsByType(Instant since, Instant until, int limit) {
        return List.of();
      }

      @Override
      public boolean supportsPageUrl() {
        return false;
      }
    };
  }
}
