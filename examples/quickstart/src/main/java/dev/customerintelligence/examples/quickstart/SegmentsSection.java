package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.RfmSegmentation;
import dev.customerintelligence.profile.SegmentMovement;
import java.util.Locale;

/** Prints how many customers are in which RFM segment, and how that came. */
final class SegmentsSection {
  private static final double PERCENT = 100;

  private final Report report;

  SegmentsSection(Report report) {
    this.report = report;
  }

  void print(Segments segments) {
    RfmSegmentation<EmailAddress> now = segments.now();
    RfmSegmentation<EmailAddress> before = segments.before();
    report.section("Segments by recency and frequency");
    if (now == null || before == null) {
      report.line("Nobody has paid orders.");
      return;
    }
    SegmentMovement movement = before.movementTo(now);
    Table table =
        new Table()
            .text("segment")
            .number("customers")
            .number("share")
            .number(Segments.BACK.toDays() + " days ago")
            .number("stayed")
            .number("new since");
    now.counts()
        .forEach(
            (segment, count) ->
                table.row(
                    Names.of(segment),
                    count,
                    String.format(
                        Locale.ROOT, "%.1f %%", PERCENT * count / segments.measures().size()),
                    before.counts().getOrDefault(segment, 0),
                    movement.count(segment, segment),
                    movement.joined().getOrDefault(segment, 0)));
    report.table(table);
  }
}
