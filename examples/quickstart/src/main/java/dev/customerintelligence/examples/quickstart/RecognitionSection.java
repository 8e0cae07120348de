package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.event.EventTypes;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Candidate;
import dev.customerintelligence.recognition.Evidence;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import java.util.List;
import java.util.Locale;

/**
 * Remembers visits of a few customers, then asks whose two later visits are. The devices are
 * invented; their addresses are from the blocks that RFC 5737 keeps for documentation.
 */
final class RecognitionSection {
  private static final int VISITORS = 12;
  private static final int AT_THE_OFFICE = 4;
  private static final int SHOWN_CANDIDATES = 3;
  private static final String OFFICE = "198.51.100.7";
  private static final String HOTEL = "192.0.2.44";
  private static final String DESKTOP =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/126.0.0.0 Safari/537.36";
  private static final String PHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
          + " Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
  private static final String UNKNOWN_BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";

  private final Report report;

  RecognitionSection(Report report) {
    this.report = report;
  }

  void run(CustomerIntelligence ci, List<CustomerProfile> customers) {
    report.section("Recognition");
    List<CustomerProfile> visitors = customers.subList(0, Math.min(VISITORS, customers.size()));
    int sightings = rememberAll(ci, visitors);
    ci.recognition().renewStatistics();
    report.line(
        "Remembered %d visits of %d customers who signed in: each on an own computer at home,",
        sightings, visitors.size());
    report.line("the first %d also on a phone at the same office address.", office(visitors));

    EmailAddress returning = visitors.get(0).customer();
    explain(
        "Visit 1: the computer of " + returning.value() + ", now in a hotel abroad",
        ci.recognition()
            .recognize(
                Visit.builder()
                    .fingerprint(computer(0))
                    .ipAddress(HOTEL)
                    .userAgent(DESKTOP)
                    .place("DE", "Berlin")
                    .build()));
    explain(
        "Visit 2: a browser never seen before, at the office address",
        ci.recognition()
            .recognize(
                Visit.builder()
                    .fingerprint(Fingerprint.ofText("a browser never seen before"))
                    .ipAddress(OFFICE)
                    .userAgent(UNKNOWN_BROWSER)
                    .place("NL", "Utrecht")
                    .build()));
  }

  private static int rememberAll(CustomerIntelligence ci, List<CustomerProfile> visitors) {
    for (int i = 0; i < visitors.size(); i++) {
      remember(
          ci,
          visitors.get(i),
          Visit.builder()
              .fingerprint(computer(i))
              .ipAddress("203.0.113." + (i + 1))
              .userAgent(DESKTOP)
              .place("NL", "Amsterdam")
              .build());
    }
    for (int i = 0; i < office(visitors); i++) {
      remember(
          ci,
          visitors.get(i),
          Visit.builder()
              .fingerprint(Fingerprint.ofText("phone " + i))
              .ipAddress(OFFICE)
              .userAgent(PHONE)
              .place("NL", "Utrecht")
              .build());
    }
    return visitors.size() + office(visitors);
  }

  private static int office(List<CustomerProfile> visitors) {
    return Math.min(AT_THE_OFFICE, visitors.size());
  }

  private static Fingerprint computer(int visitor) {
    return Fingerprint.ofText("computer " + visitor);
  }

  private static void remember(CustomerIntelligence ci, CustomerProfile customer, Visit visit) {
    ci.recognition().remember(visit, customer.customer(), customer.customerId());
    ci.events()
        .log(
            ci.events()
                .newEvent(EventTypes.CHECKOUT_EMAIL_ENTERED)
                .customer(customer.customer())
                .build());
  }

  private void explain(String title, Recognition recognition) {
    report.line("");
    report.line("%s", title);
    report.line("  Decision     %s", recognition.decision());
    report.line("  Nobody known %.6f", recognition.unknown());
    report.line("  Not listed   %.6f", recognition.others());
    Table waterfall =
        new Table()
            .text("candidate")
            .text("step")
            .text("level")
            .number("m")
            .number("u")
            .number("bits")
            .number("probability");
    int shown = Math.min(SHOWN_CANDIDATES, recognition.candidates().size());
    recognition.candidates().subList(0, shown).forEach(candidate -> add(waterfall, candidate));
    if (!waterfall.isEmpty()) {
      report.table(waterfall);
    }
    report.rest(recognition.candidates().size() - shown, "candidates, as or less probable");
    report.line(
        "  Storefront   %s",
        recognition
            .storefrontView()
            .customer()
            .map(customer -> "may greet " + customer.value())
            .orElse("anonymous: nothing personal, no count, no hint"));
  }

  private static void add(Table waterfall, Candidate candidate) {
    waterfall.row(
        candidate.customer().value(), "prior", "", "", "", "", decimals(6, candidate.prior()));
    for (Evidence evidence : List.of(candidate.browser(), candidate.network())) {
      waterfall.row(
          "",
          Names.of(evidence.signal()),
          Names.of(evidence.level()),
          decimals(6, evidence.m()),
          decimals(6, evidence.u()),
          decimals(3, evidence.bits()),
          "");
    }
    waterfall.row(
        "",
        "posterior",
        "",
        "",
        "",
        decimals(3, candidate.bits()),
        decimals(6, candidate.posterior()));
  }

  private static String decimals(int places, double value) {
    return String.format(Locale.ROOT, "%." + places + "f", value);
  }
}
