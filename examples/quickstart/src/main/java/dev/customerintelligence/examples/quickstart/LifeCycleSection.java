package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.BundleService;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.event.EventTypes;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks one offer through its life, and lets the others be answered in turn. */
final class LifeCycleSection {
  private static final Duration BETWEEN_STEPS = Duration.ofMinutes(5);

  private final Report report;
  private final DemoClock clock;

  LifeCycleSection(Report report, DemoClock clock) {
    this.report = report;
    this.clock = clock;
  }

  /** Takes at least one offer. */
  void run(CustomerIntelligence ci, List<BundleOffer> offers) {
    walk(ci, offers.get(0));
    answerOthers(ci, offers.subList(1, offers.size()));
  }

  private void walk(CustomerIntelligence ci, BundleOffer offer) {
    report.section("The life of one offer");
    report.line("Offered to %s at %s.", offer.made().customer().value(), clock.instant());
    clock.pass(BETWEEN_STEPS);
    BundleService bundles = ci.bundles();
    OfferId id = offer.id();
    Table steps =
        new Table()
            .text("step")
            .text("outcome")
            .text("status")
            .text("viewed at")
            .text("responded at")
            .number("value");
    add(steps, "view", bundles.view(id));
    add(steps, "view again", bundles.view(id));
    add(steps, "accept", bundles.accept(id));
    add(steps, "purchase", bundles.purchase(id, offer.made().price().finalPrice()));
    logOrder(ci, offer);
    add(steps, "reject", bundles.reject(id));
    report.table(steps);
    report.line("The customer's events, newest first:");
    Table events = new Table().text("event").text("at");
    ci.events()
        .recentOf(offer.made().customer())
        .forEach(event -> events.row(event.type(), event.createdAt()));
    report.table(events);
  }

  private void add(Table steps, String step, OfferMove move) {
    if (move instanceof OfferMove.Moved moved) {
      add(steps, step, "done", moved.offer());
    } else if (move instanceof OfferMove.AlreadyThere there) {
      add(steps, step, "was there already", there.offer());
    } else if (move instanceof OfferMove.NotPossible impossible) {
      add(
          steps,
          step,
          "not possible from " + impossible.status().columnValue(),
          impossible.offer());
    } else {
      throw new IllegalStateException("an offer that was just made is gone");
    }
    clock.pass(BETWEEN_STEPS);
  }

  private static void add(Table steps, String step, String outcome, BundleOffer offer) {
    steps.row(
        step,
        outcome,
        offer.storedStatus().columnValue(),
        shown(offer.viewedAt()),
        shown(offer.respondedAt()),
        shown(offer.conversionValue()));
  }

  /** A fixed sequence of answers, so that the analytics have something to count. */
  private void answerOthers(CustomerIntelligence ci, List<BundleOffer> others) {
    BundleService bundles = ci.bundles();
    for (int i = 0; i < others.size(); i++) {
      BundleOffer offer = others.get(i);
      if (i % 5 < 4) {
        bundles.view(offer.id());
      }
      switch (i % 5) {
        case 0 -> reject(bundles, offer, i == 0);
        case 1 -> {
          bundles.accept(offer.id());
          bundles.purchase(offer.id(), offer.made().price().finalPrice());
          logOrder(ci, offer);
        }
        case 2 -> bundles.accept(offer.id());
        default -> {}
      }
    }
    report.line(
        "The other %d offers are answered in turn: rejected, purchased, accepted, viewed, unseen.",
        others.size());
    clock.pass(BETWEEN_STEPS);
  }

  private void reject(BundleService bundles, BundleOffer offer, boolean first) {
    bundles.reject(offer.id());
    if (first
        && bundles.propose(offer.made().customer()) instanceof BundleProposal.Refused refused) {
      report.line(
          "%s rejected one and is asked again: %s, until %s.",
          offer.made().customer().value(),
          Names.of(refused.reason()),
          refused.from().map(Instant::toString).orElse("no date"));
    }
  }

  private static void logOrder(CustomerIntelligence ci, BundleOffer offer) {
    ci.events()
        .log(
            ci.events()
                .newEvent(EventTypes.ORDER_COMPLETED)
                .customer(offer.made().customer())
                .build());
  }

  private static String shown(@Nullable Instant moment) {
    return moment == null ? "" : moment.toString();
  }

  private static String shown(@Nullable BigDecimal amount) {
    return amount == null ? "" : amount.toPlainString();
  }
}
