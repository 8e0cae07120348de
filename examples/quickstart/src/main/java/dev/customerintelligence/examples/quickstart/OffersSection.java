package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.bundle.BundleLine;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.BundleProposal;
import dev.customerintelligence.bundle.BundleRefusal;
import dev.customerintelligence.bundle.BundleService;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.CustomerProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Asks for offers for some customers, and shows what is offered and what is refused. */
final class OffersSection {
  private static final int BEST = 20;
  private static final int FIRST = 40;
  private static final int SHOWN = 4;
  private static final EmailAddress STRANGER = EmailAddress.of("stranger@example.com");

  private final Report report;
  private final DemoClock clock;
  private final Currency currency;
  private final Map<BundleRefusal, Integer> refusalCounts = new EnumMap<>(BundleRefusal.class);
  private final Table refusals = new Table().text("reason").text("from").text("for example");

  OffersSection(Report report, DemoClock clock, Currency currency) {
    this.report = report;
    this.clock = clock;
    this.currency = currency;
  }

  void run(CustomerIntelligence ci, List<CustomerProfile> best) {
    Set<EmailAddress> asked = new LinkedHashSet<>();
    List<CustomerProfile> highest = best.subList(0, Math.min(BEST, best.size()));
    List<CustomerProfile> first = ci.profiles().after(null, FIRST);
    highest.forEach(profile -> asked.add(profile.customer()));
    first.forEach(profile -> asked.add(profile.customer()));
    report.section("Bundle offers");
    report.line(
        "Asked for %d customers: the %d with the highest score and the first %d by email address,"
            + " %d of them both.",
        asked.size(), highest.size(), first.size(), highest.size() + first.size() - asked.size());
    List<BundleOffer> offers = new ArrayList<>();
    asked.forEach(customer -> propose(ci.bundles(), customer, offers));
    report.line(
        "%d offers were made, %d refused; amounts are in %s.",
        offers.size(), asked.size() - offers.size(), currency);
    offers.stream().limit(SHOWN).forEach(this::print);
    report.rest(offers.size() - SHOWN, "offers");
    printRefusals(asked.size() - offers.size());
    if (!offers.isEmpty()) {
      askBesides("who has an open offer", ci.bundles(), offers.get(0).made().customer());
    }
    askBesides("whom the shop does not know", ci.bundles(), STRANGER);
    if (!offers.isEmpty()) {
      new LifeCycleSection(report, clock).run(ci, offers);
    }
  }

  private void propose(BundleService bundles, EmailAddress customer, List<BundleOffer> offers) {
    BundleProposal proposal = bundles.propose(customer);
    if (proposal instanceof BundleProposal.Offered offered) {
      offers.add(offered.offer());
    } else if (proposal instanceof BundleProposal.Refused refused) {
      if (refusalCounts.merge(refused.reason(), 1, Integer::sum) == 1) {
        refusals.row(
            Names.of(refused.reason()),
            refused.from().map(Object::toString).orElse("no date"),
            customer.value());
      }
    }
  }

  private void print(BundleOffer offer) {
    report.line("");
    report.line(
        "%s: %s, until %s",
        offer.made().customer().value(),
        Objects.requireNonNullElse(offer.made().triggerReason(), "no reason"),
        offer.made().expiresAt());
    List<BigDecimal> discounts = offer.lineDiscounts(currency);
    Table table =
        new Table()
            .text("product")
            .text("name")
            .number("quantity")
            .number("unit price")
            .number("subtotal")
            .number("discount");
    for (int i = 0; i < discounts.size(); i++) {
      BundleLine line = offer.made().lines().get(i);
      table.row(
          line.productId(),
          line.name(),
          line.quantity(),
          line.unitPrice().toPlainString(),
          line.subtotal().toPlainString(),
          discounts.get(i).toPlainString());
    }
    BundlePrice price = offer.made().price();
    table.row(
        "",
        "together",
        offer.made().totalQuantity(),
        "",
        price.basePrice().toPlainString(),
        price.discountAmount().toPlainString());
    report.table(table);
    report.line(
        "  To pay %s, discount tier %s, %d bonus points.",
        price.finalPrice().toPlainString(), DiscountTier.of(price).label(), price.bonusPoints());
  }

  private void printRefusals(int refused) {
    report.section("Refused offers");
    report.line("%d of the customers above:", refused);
    refusalCounts.forEach((reason, count) -> report.line("%,4d %s", count, Names.of(reason)));
    if (!refusals.isEmpty()) {
      report.table(refusals);
    }
  }

  /** Shows a reason that none of the customers above can have; not counted with theirs. */
  private void askBesides(String who, BundleService bundles, EmailAddress customer) {
    if (bundles.propose(customer) instanceof BundleProposal.Refused refused) {
      report.line(
          "Asked besides for %s, %s: %s%s.",
          customer.value(),
          who,
          Names.of(refused.reason()),
          refused.from().map(from -> ", until " + from).orElse(""));
    }
  }
}
