package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.bundle.OfferStatus.ADDED_TO_CART;
import static dev.customerintelligence.bundle.OfferStatus.EXPIRED;
import static dev.customerintelligence.bundle.OfferStatus.PENDING;
import static dev.customerintelligence.bundle.OfferStatus.PURCHASED;
import static dev.customerintelligence.bundle.OfferStatus.REJECTED;
import static dev.customerintelligence.bundle.OfferStatus.VIEWED;
import static dev.customerintelligence.storage.contract.Fixtures.HUGE_ID;
import static dev.customerintelligence.storage.contract.Fixtures.WEEK;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.customerId;
import static dev.customerintelligence.storage.contract.Fixtures.draft;
import static dev.customerintelligence.storage.contract.Fixtures.event;
import static dev.customerintelligence.storage.contract.Fixtures.fullProfile;
import static dev.customerintelligence.storage.contract.Fixtures.made;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.oldMoment;
import static dev.customerintelligence.storage.contract.Fixtures.sightingOf;
import static dev.customerintelligence.storage.contract.Fixtures.withCart;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link dev.customerintelligence.bundle.OfferStore} does. */
public abstract class OfferStoreContract extends StorageContract {
  private static final int MANY = 1000;
  private static final BigDecimal PAID = new BigDecimal("64.28");

  /** An offer while it stood, and for how long that is certain. */
  private record Standing(OfferId id, long from, long until) {}

  /** For the subclasses. */
  protected OfferStoreContract() {}

  @Test
  void aNewOfferIsPendingAndComesBackAsItWasMade() {
    OfferDraft draft =
        draft(customer("ada"), customerId(), moment(), moment().plus(WEEK.multipliedBy(9999)));

    BundleOffer offer = made(offers(), draft);

    assertThat(offer).isEqualTo(BundleOffer.pending(offer.id(), draft));
    assertThat(offers().find(offer.id())).contains(offer);
    assertThat(offers().newestOf(draft.customer(), MANY)).containsExactly(offer);
  }

  @Test
  void anOfferNeedsNoMoreThanItsLinesAndPrice() {
    OfferDraft full = draft(customer("ada"), moment());
    OfferDraft bare =
        new OfferDraft(
            full.customer(),
            null,
            full.lines(),
            full.price(),
            null,
            null,
            full.offeredAt(),
            full.expiresAt());

    BundleOffer offer = made(offers(), bare);

    assertThat(offers().find(offer.id())).contains(BundleOffer.pending(offer.id(), bare));
  }

  @Test
  void decimalsAndForeignFieldsOfLinesSurviveEveryStep() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);
    move(offer, VIEWED, draft.offeredAt().plusSeconds(1));
    move(offer, PURCHASED, draft.offeredAt().plusSeconds(2));

    BundleOffer found = find(offer.id());

    assertThat(found.made()).isEqualTo(draft);
    BundleLine line = found.made().lines().get(0);
    assertThat(line.unitPrice()).hasToString("14.95");
    assertThat(line.otherFields().json()).contains("1.50");
    assertThat(found.made().price().discountAmount()).hasToString("10.47");
    assertThat(found.conversionValue()).hasToString("64.28");
  }

  @Test
  void aBundleMayHaveManyLines() {
    OfferDraft few = draft(customer("ada"), moment());
    List<BundleLine> lines = IntStream.range(0, 100).mapToObj(i -> few.lines().get(i % 2)).toList();
    OfferDraft many =
        new OfferDraft(
            few.customer(),
            null,
            lines,
            few.price(),
            "high_value_customer",
            null,
            few.offeredAt(),
            few.expiresAt());

    assertThat(find(made(offers(), many).id()).made()).isEqualTo(many);
  }

  @Test
  void aCartIsKeptOrRefusedAsTheStoreSays() {
    JsonObject cart = JsonObject.parse("{\"items\":[{\"id\":44,\"price\":14.90}],\"note\":null}");
    OfferDraft draft = withCart(draft(customer("ada"), moment()), cart);

    if (offers().supportsCartSnapshot()) {
      BundleOffer offer = made(offers(), draft);
      move(offer, VIEWED, draft.offeredAt());
      assertThat(find(offer.id()).made().cartSnapshot()).isEqualTo(cart);
    } else {
      assertRefused("cartSnapshot", () -> offers().create(draft));
      assertThat(offers().newestOf(draft.customer(), MANY)).isEmpty();
    }
  }

  @Test
  void whileAnOfferStandsNoOtherIsMade() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer first = made(offers(), draft);
    OfferDraft other =
        draft(
            draft.customer(),
            customerId(),
            draft.offeredAt().plusSeconds(9),
            first.made().expiresAt().plusSeconds(9));

    assertThat(offers().create(draft)).isEqualTo(new OfferCreation.OpenOfferExists(first));
    assertThat(offers().create(other)).isEqualTo(new OfferCreation.OpenOfferExists(first));
    assertThat(offers().newestOf(draft.customer(), MANY)).containsExactly(first);
    assertThat(offers().create(draft(customer("ben"), draft.offeredAt())))
        .isInstanceOf(OfferCreation.Created.class);
  }

  @ParameterizedTest
  @EnumSource
  void onlyAnOfferThatStandsIsInTheWay(OfferStatus status) {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer first = reach(made(offers(), draft), status, draft.offeredAt().plusSeconds(1));

    OfferCreation creation =
        offers().create(draft(draft.customer(), draft.offeredAt().plusSeconds(2)));

    if (status.isOpen()) {
      assertThat(creation).isEqualTo(new OfferCreation.OpenOfferExists(first));
    } else {
      assertThat(creation).isInstanceOf(OfferCreation.Created.class);
      assertThat(offers().newestOf(draft.customer(), MANY)).hasSize(2).endsWith(first);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "VIEWED", "ADDED_TO_CART"})
  void anOfferStandsUntilTheMomentAtWhichItExpires(OfferStatus status) {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer first = reach(made(offers(), draft), status, draft.offeredAt().plusSeconds(1));
    Instant expiry = draft.expiresAt();

    assertThat(offers().create(draft(draft.customer(), expiry.minusSeconds(1))))
        .isEqualTo(new OfferCreation.OpenOfferExists(first));
    assertThat(offers().create(draft(draft.customer(), expiry)))
        .isInstanceOf(OfferCreation.Created.class);
    assertThat(offers().newestOf(draft.customer(), MANY)).hasSize(2);
  }

  @Test
  void concurrentPageLoadsMakeOneOffer() throws Exception {
    for (int round = 0; round < 5; round++) {
      EmailAddress ada = customer("ada");
      Instant at = moment();
      OfferDraft draft = draft(ada, at);

      List<OfferCreation> outcomes = Together.run(64, () -> offers().create(draft));

      List<BundleOffer> stored = offers().newestOf(ada, MANY);
      assertThat(stored).hasSize(1);
      assertThat(outcomes)
          .containsOnlyOnce(new OfferCreation.Created(stored.get(0)))
          .containsOnly(
              new OfferCreation.Created(stored.get(0)),
              new OfferCreation.OpenOfferExists(stored.get(0)));
    }
  }

  @Test
  void neverDoTwoOffersOfACustomerStandAtOnce() throws Exception {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    Callable<List<Standing>> shopper =
        () -> {
          List<Standing> stood = new ArrayList<>();
          for (int i = 0; i < 25; i++) {
            if (offers().create(draft(ada, at)) instanceof OfferCreation.Created created) {
              long from = System.nanoTime();
              long until = System.nanoTime();
              OfferMove move =
                  offers().move(created.offer().id(), new OfferStep(REJECTED, at, null), null);
              assertThat(move).isInstanceOf(OfferMove.Moved.class);
              stood.add(new Standing(created.offer().id(), from, until));
            }
          }
          return stood;
        };

    List<Standing> stood = new ArrayList<>();
    Together.<List<Standing>>run(8, shopper).forEach(stood::addAll);

    assertThat(stood).isNotEmpty();
    stood.sort(Comparator.comparingLong(Standing::from));
    for (int i = 1; i < stood.size(); i++) {
      assertThat(stood.get(i).from()).isGreaterThan(stood.get(i - 1).until());
    }
    assertThat(offers().newestOf(ada, MANY))
        .hasSameSizeAs(stood)
        .extracting(BundleOffer::storedStatus)
        .containsOnly(REJECTED);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsStored() {
    OfferDraft draft = draft(customer("ada"), moment());
    OfferDraft huge = draft(draft.customer(), HUGE_ID, draft.offeredAt(), draft.expiresAt());

    boolean held = isHeldOrRefused("customerId", () -> offers().create(huge));

    assertThat(offers().newestOf(draft.customer(), MANY))
        .extracting(BundleOffer::made)
        .isEqualTo(held ? List.of(huge) : List.of());
  }

  static Stream<Arguments> steps() {
    List<Arguments> steps = new ArrayList<>();
    for (OfferStatus from : OfferStatus.values()) {
      for (OfferStatus to : OfferStatus.values()) {
        for (int secondsFromExpiry : to == PENDING ? new int[0] : new int[] {-1, 0, 1}) {
          steps.add(Arguments.of(from, to, secondsFromExpiry));
        }
      }
    }
    return steps.stream();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyStepEndsAsTheLifeCycleSays(OfferStatus from, OfferStatus to, int secondsFromExpiry) {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer before = reach(made(offers(), draft), from, draft.offeredAt().plusSeconds(1));
    BehavioralEvent event = event(draft.customer(), draft.offeredAt());
    OfferStep step =
        new OfferStep(
            to, draft.expiresAt().plusSeconds(secondsFromExpiry), to == PURCHASED ? PAID : null);
    OfferMove expected = OfferModel.move(before, step);

    assertThat(offers().move(before.id(), step, event)).isEqualTo(expected);

    boolean moved = expected instanceof OfferMove.Moved;
    assertThat(find(before.id()))
        .isEqualTo(expected instanceof OfferMove.Moved now ? now.offer() : before);
    assertThat(events().newestOf(draft.customer(), MANY))
        .isEqualTo(moved ? List.of(event) : List.of());
  }

  @Test
  void pastItsTimeAnOfferIsExpiredEvenBeforeASweep() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);
    Instant expiry = draft.expiresAt();

    assertThat(move(offer, VIEWED, expiry)).isEqualTo(new OfferMove.NotPossible(offer, EXPIRED));
    assertThat(move(offer, EXPIRED, expiry)).isEqualTo(new OfferMove.AlreadyThere(offer));
    assertThat(move(offer, VIEWED, expiry.minusSeconds(1))).isInstanceOf(OfferMove.Moved.class);
    assertThat(find(offer.id()).statusAt(expiry)).isEqualTo(EXPIRED);
  }

  @Test
  void aRepeatedStepChangesNothingAndSaysSo() {
    OfferDraft draft = draft(customer("ada"), moment());
    Instant at = draft.offeredAt();
    BundleOffer offer = made(offers(), draft);
    BehavioralEvent event = event(draft.customer(), EventTypes.BUNDLE_VIEWED, at);
    OfferStep step = new OfferStep(VIEWED, at.plusSeconds(1), null);
    OfferMove first = offers().move(offer.id(), step, event);
    assertThat(first).isInstanceOf(OfferMove.Moved.class);
    BundleOffer viewed = find(offer.id());

    for (BehavioralEvent again : List.of(event, event(draft.customer(), at))) {
      OfferStep later = new OfferStep(VIEWED, at.plusSeconds(60), null);
      assertThat(offers().move(offer.id(), step, again))
          .isEqualTo(new OfferMove.AlreadyThere(viewed));
      assertThat(offers().move(offer.id(), later, again))
          .isEqualTo(new OfferMove.AlreadyThere(viewed));
    }

    assertThat(viewed.viewedAt()).isEqualTo(at.plusSeconds(1));
    assertThat(find(offer.id())).isEqualTo(viewed);
    assertThat(events().newestOf(draft.customer(), MANY)).containsExactly(event);
  }

  @Test
  void momentsAreSetOnceAndTheValueWithThePurchaseOnly() {
    OfferDraft draft = draft(customer("ada"), moment());
    Instant at = draft.offeredAt();
    BundleOffer offer = made(offers(), draft);
    move(offer, VIEWED, at.plusSeconds(1));
    move(offer, ADDED_TO_CART, at.plusSeconds(2));
    assertThat(find(offer.id()))
        .isEqualTo(
            new BundleOffer(
                offer.id(), draft, ADDED_TO_CART, at.plusSeconds(1), at.plusSeconds(2), null));

    move(offer, PURCHASED, at.plusSeconds(3));

    assertThat(find(offer.id()))
        .isEqualTo(
            new BundleOffer(
                offer.id(), draft, PURCHASED, at.plusSeconds(1), at.plusSeconds(2), PAID));
    assertThat(
            offers()
                .move(
                    offer.id(),
                    new OfferStep(PURCHASED, at.plusSeconds(4), new BigDecimal("1.00")),
                    null))
        .isInstanceOf(OfferMove.AlreadyThere.class);
    assertThat(find(offer.id()).conversionValue()).isEqualByComparingTo(PAID);
  }

  @Test
  void aStepNeedsNoEvent() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);

    assertThat(move(offer, VIEWED, draft.offeredAt())).isInstanceOf(OfferMove.Moved.class);
    assertThat(events().newestOf(draft.customer(), MANY)).isEmpty();
  }

  @Test
  void anEventThatIsThereAlreadyDoesNotHinderTheStep() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);
    BehavioralEvent event = event(draft.customer(), draft.offeredAt());
    events().append(List.of(event));

    assertThat(offers().move(offer.id(), new OfferStep(VIEWED, draft.offeredAt(), null), event))
        .isInstanceOf(OfferMove.Moved.class);
    assertThat(events().newestOf(draft.customer(), MANY)).containsExactly(event);
  }

  @Test
  void anEventThatDoesNotFitKeepsTheOfferWhereItIs() {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);
    BehavioralEvent huge =
        BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", draft.offeredAt())
            .customer(draft.customer())
            .customerId(HUGE_ID)
            .build();

    boolean held =
        isHeldOrRefused(
            "customerId",
            () -> offers().move(offer.id(), new OfferStep(VIEWED, draft.offeredAt(), null), huge));

    assertThat(find(offer.id()).storedStatus()).isEqualTo(held ? VIEWED : PENDING);
    assertThat(events().newestOf(draft.customer(), MANY)).hasSize(held ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "18446744073709551615",
        "99999999999999999999999999",
        "-1",
        "1e3",
        "no-such-offer",
        "\u0664\u0664",
        "00000000-0000-0000-0000-000000000000"
      })
  void anIdThatTheStoreNeverGaveIsNotFound(String id) {
    OfferStep step = new OfferStep(VIEWED, moment(), null);
    EmailAddress ada = customer("ada");

    assertThat(offers().find(new OfferId(id))).isEmpty();
    assertThat(offers().move(new OfferId(id), step, event(ada, moment())))
        .isEqualTo(new OfferMove.NotFound());
    assertThat(events().newestOf(ada, MANY)).isEmpty();
  }

  @Test
  void noMomentGoesThroughTheZoneOfTheJvm() {
    OfferDraft draft = draft(customer("ada"), Fixtures.momentThatTheJvmsClockSkips());
    BundleOffer offer = made(offers(), draft);
    BehavioralEvent event = event(draft.customer(), draft.offeredAt());
    offers().move(offer.id(), new OfferStep(VIEWED, draft.offeredAt(), null), event);
    devices().record(sightingOf(draft.customer(), null, draft.offeredAt()));
    CustomerProfile profile = fullProfile(draft.customer(), draft.offeredAt());
    profiles().save(List.of(profile));

    assertThat(find(offer.id()).made()).isEqualTo(draft);
    assertThat(find(offer.id()).viewedAt()).isEqualTo(draft.offeredAt());
    assertThat(events().newestOf(draft.customer(), 1)).containsExactly(event);
    assertThat(devices().devicesOf(draft.customer(), 1))
        .extracting(Device::lastSeen)
        .containsExactly(draft.offeredAt());
    assertThat(profiles().find(draft.customer())).contains(profile);
  }

  @Test
  void ofAPurchaseAndARejectionAtOnceOneWinsAndTheOtherIsTold() throws Exception {
    for (int round = 0; round < 20; round++) {
      OfferDraft draft = draft(customer("ada"), moment());
      BundleOffer offer = made(offers(), draft);
      BehavioralEvent bought = event(draft.customer(), "bought", draft.offeredAt());
      BehavioralEvent declined = event(draft.customer(), "declined", draft.offeredAt());
      OfferStep buy = new OfferStep(PURCHASED, draft.offeredAt(), PAID);
      OfferStep decline = new OfferStep(REJECTED, draft.offeredAt(), null);

      List<OfferMove> moves =
          Together.run(
              List.<Callable<OfferMove>>of(
                  () -> offers().move(offer.id(), buy, bought),
                  () -> offers().move(offer.id(), decline, declined)));

      BundleOffer after = find(offer.id());
      boolean bothFirst = moves.get(0) instanceof OfferMove.Moved;
      assertThat(after).isEqualTo(moved(OfferModel.move(offer, bothFirst ? buy : decline)));
      assertThat(moves.get(bothFirst ? 0 : 1)).isEqualTo(new OfferMove.Moved(after));
      assertThat(moves.get(bothFirst ? 1 : 0))
          .isEqualTo(new OfferMove.NotPossible(after, after.storedStatus()));
      assertThat(events().newestOf(draft.customer(), MANY))
          .containsExactly(bothFirst ? bought : declined);
    }
  }

  @Test
  void anAcceptanceAndARejectionAtOnceHappenOneAfterTheOther() throws Exception {
    for (int round = 0; round < 20; round++) {
      OfferDraft draft = draft(customer("ada"), moment());
      BundleOffer offer = made(offers(), draft);
      BehavioralEvent accepted = event(draft.customer(), "accepted", draft.offeredAt());
      BehavioralEvent declined = event(draft.customer(), "declined", draft.offeredAt());

      List<OfferMove> moves =
          Together.run(
              List.<Callable<OfferMove>>of(
                  () ->
                      offers()
                          .move(
                              offer.id(),
                              new OfferStep(ADDED_TO_CART, draft.offeredAt(), null),
                              accepted),
                  () ->
                      offers()
                          .move(
                              offer.id(),
                              new OfferStep(REJECTED, draft.offeredAt(), null),
                              declined)));

      BundleOffer after = find(offer.id());
      assertThat(moves.get(1))
          .as("a rejection is possible either way")
          .isEqualTo(new OfferMove.Moved(after));
      assertThat(after.storedStatus()).isEqualTo(REJECTED);
      boolean acceptedFirst = moves.get(0) instanceof OfferMove.Moved;
      if (!acceptedFirst) {
        assertThat(moves.get(0)).isEqualTo(new OfferMove.NotPossible(after, REJECTED));
      }
      assertThat(events().newestOf(draft.customer(), MANY))
          .containsExactlyInAnyOrderElementsOf(
              acceptedFirst ? List.of(accepted, declined) : List.of(declined));
    }
  }

  @Test
  void ofTheSameStepManyTimesAtOnceOneMovesTheOffer() throws Exception {
    for (int round = 0; round < 5; round++) {
      OfferDraft draft = draft(customer("ada"), moment());
      BundleOffer offer = made(offers(), draft);
      OfferStep step = new OfferStep(ADDED_TO_CART, draft.offeredAt().plusSeconds(5), null);

      List<OfferMove> moves =
          Together.run(
              16, () -> offers().move(offer.id(), step, event(draft.customer(), step.at())));

      BundleOffer after = find(offer.id());
      assertThat(moves)
          .containsOnlyOnce(new OfferMove.Moved(after))
          .containsOnly(new OfferMove.Moved(after), new OfferMove.AlreadyThere(after));
      assertThat(events().newestOf(draft.customer(), MANY)).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void anyConcurrentHistoryCouldHaveHappenedOneStepAfterTheOther(long seed) throws Exception {
    OfferDraft draft = draft(customer("ada"), moment());
    BundleOffer offer = made(offers(), draft);
    List<OfferStatus> targets =
        List.of(VIEWED, VIEWED, ADDED_TO_CART, PURCHASED, REJECTED, EXPIRED);
    List<Callable<List<OfferModel.Call>>> threads = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      Random random = new Random(seed * 31 + thread);
      threads.add(
          () -> {
            List<OfferModel.Call> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
              // Late targets come late in a thread, or most histories would end at once.
              OfferStatus to = targets.get(random.nextInt(Math.min(targets.size(), 2 + 2 * i)));
              OfferStep step =
                  new OfferStep(
                      to,
                      draft.expiresAt().plusSeconds(random.nextInt(12) - 10),
                      to == PURCHASED && random.nextBoolean() ? PAID : null);
              long began = System.nanoTime();
              OfferMove outcome =
                  offers().move(offer.id(), step, event(draft.customer(), step.at()));
              calls.add(new OfferModel.Call(step, outcome, began, System.nanoTime()));
            }
            return calls;
          });
    }

    List<OfferModel.Call> history = new ArrayList<>();
    Together.<List<OfferModel.Call>>run(threads).forEach(history::addAll);

    assertThat(OfferModel.isLinearizable(offer, history, find(offer.id())))
        .as("history " + history)
        .isTrue();
    assertThat(events().newestOf(draft.customer(), MANY))
        .as("one event for each step taken")
        .hasSize(
            (int)
                history.stream().filter(call -> call.outcome() instanceof OfferMove.Moved).count());
  }

  @Test
  void theNewestOffersComeFirst() {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    List<BundleOffer> newestFirst = new ArrayList<>();
    for (int week : new int[] {2, 0, 3, 1}) {
      Instant offeredAt = at.plus(WEEK.multipliedBy(week));
      newestFirst.add(reach(made(offers(), draft(ada, offeredAt)), REJECTED, offeredAt));
    }
    newestFirst.sort(
        Comparator.comparing((BundleOffer offer) -> offer.made().offeredAt()).reversed());

    assertThat(offers().newestOf(ada, MANY)).isEqualTo(newestFirst);
    assertThat(offers().newestOf(ada, 2)).isEqualTo(newestFirst.subList(0, 2));
    assertThat(offers().newestOf(customer("nobody"), MANY)).isEmpty();
    assertThat(offers().newestOf(EmailAddress.of(ada.value().toUpperCase(Locale.ROOT)), MANY))
        .isEqualTo(newestFirst);
  }

  @Test
  void aSweepMarksTheOffersWhoseTimeIsOver() {
    Instant now = swept(oldMoment());
    BundleOffer due = made(offers(), expiringAt(now.minusSeconds(1)));
    BundleOffer dueNow = made(offers(), expiringAt(now));
    BundleOffer standing = made(offers(), expiringAt(now.plusSeconds(1)));
    BundleOffer viewed = made(offers(), expiringAt(now));
    Instant viewedAt = viewed.made().offeredAt().plusSeconds(1);
    move(viewed, VIEWED, viewedAt);
    BundleOffer bought =
        reach(made(offers(), expiringAt(now)), PURCHASED, viewed.made().offeredAt());

    assertThat(offers().expireDue(now, MANY)).isEqualTo(3);

    assertThat(find(due.id()))
        .isEqualTo(new BundleOffer(due.id(), due.made(), EXPIRED, null, null, null));
    assertThat(find(dueNow.id()).storedStatus()).as("expiresAt itself is past").isEqualTo(EXPIRED);
    assertThat(find(standing.id())).isEqualTo(standing);
    assertThat(find(viewed.id()))
        .isEqualTo(new BundleOffer(viewed.id(), viewed.made(), EXPIRED, viewedAt, null, null));
    assertThat(find(bought.id())).isEqualTo(bought);
    assertThat(offers().expireDue(now, MANY)).isZero();
    assertThat(events().newestOf(due.made().customer(), MANY)).isEmpty();
  }

  @Test
  void aSweepMarksNoMoreThanItsLimit() {
    Instant now = swept(oldMoment());
    List<BundleOffer> due =
        IntStream.range(0, 5).mapToObj(i -> made(offers(), expiringAt(now))).toList();

    assertThat(offers().expireDue(now, 2)).isEqualTo(2);
    assertThat(offers().expireDue(now, 2)).isEqualTo(2);
    assertThat(offers().expireDue(now, 2)).isEqualTo(1);
    assertThat(due.stream().map(offer -> find(offer.id()).storedStatus())).containsOnly(EXPIRED);
  }

  @Test
  void ofConcurrentSweepsEachOfferIsMarkedOnce() throws Exception {
    Instant now = swept(oldMoment());
    List<BundleOffer> due =
        IntStream.range(0, 60).mapToObj(i -> made(offers(), expiringAt(now))).toList();
    Callable<Integer> sweep =
        () -> {
          int all = 0;
          int marked;
          do {
            marked = offers().expireDue(now, 7);
            all += marked;
          } while (marked == 7);
          return all;
        };

    List<Integer> marked = new ArrayList<>(Together.<Integer>run(6, sweep));
    // What one of them passed over, as another was at it, is the next one's.
    marked.add(sweep.call());

    assertThat(marked.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
    assertThat(due.stream().map(offer -> find(offer.id()).storedStatus())).containsOnly(EXPIRED);
  }

  @Test
  void aSweepAndALatePurchaseDoNotBothHaveTheOffer() throws Exception {
    for (int round = 0; round < 10; round++) {
      Instant now = swept(oldMoment());
      BundleOffer offer = made(offers(), expiringAt(now));
      OfferStep buy = new OfferStep(PURCHASED, now.minusSeconds(1), PAID);

      List<Object> outcomes =
          Together.run(
              List.<Callable<Object>>of(
                  () -> offers().expireDue(now, MANY), () -> offers().move(offer.id(), buy, null)));

      BundleOffer after = find(offer.id());
      if (outcomes.get(1) instanceof OfferMove.Moved) {
        assertThat(after.storedStatus()).isEqualTo(PURCHASED);
        assertThat(outcomes.get(0)).isEqualTo(0);
      } else {
        assertThat(after.storedStatus()).isEqualTo(EXPIRED);
        assertThat(outcomes).isEqualTo(List.of(1, new OfferMove.NotPossible(after, EXPIRED)));
      }
    }
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    BundleOffer offer = made(offers(), draft(customer("ada"), moment()));
    OfferStep step = new OfferStep(VIEWED, offer.made().offeredAt(), null);

    assertRefused("draft", () -> offers().create(null));
    assertRefused("offerId", () -> offers().move(null, step, null));
    assertRefused("step", () -> offers().move(offer.id(), null, null));
    assertRefused("offerId", () -> offers().find(null));
    assertRefused("customer", () -> offers().newestOf(null, 1));
    assertRefused("limit", () -> offers().newestOf(customer("nobody"), 0));
    assertRefused("now", () -> offers().expireDue(null, 1));
    assertRefused("limit", () -> offers().expireDue(oldMoment(), 0));
    assertThat(find(offer.id())).isEqualTo(offer);
  }

  /** Marks what others left behind, and returns the moment. */
  private Instant swept(Instant now) {
    while (offers().expireDue(now.plus(Duration.ofDays(1)), MANY) == MANY) {
      // Until nothing is due.
    }
    return now;
  }

  private static OfferDraft expiringAt(Instant expiresAt) {
    return draft(customer("ada"), null, expiresAt.minus(WEEK), expiresAt);
  }

  private OfferMove move(BundleOffer offer, OfferStatus to, Instant at) {
    return offers().move(offer.id(), new OfferStep(to, at, to == PURCHASED ? PAID : null), null);
  }

  /** Takes the offer to a status by one step, and returns it as the store has it then. */
  private BundleOffer reach(BundleOffer offer, OfferStatus status, Instant at) {
    if (status != PENDING) {
      assertThat(move(offer, status, at)).isInstanceOf(OfferMove.Moved.class);
    }
    return find(offer.id());
  }

  private BundleOffer find(OfferId id) {
    return offers().find(id).orElseThrow();
  }

  private static @Nullable BundleOffer moved(OfferMove move) {
    return move instanceof OfferMove.Moved moved ? moved.offer() : null;
  }
}
