package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileService;
import dev.customerintelligence.profile.RecalculationReport;
import java.util.Locale;

/** Recalculates every profile. */
final class ProfilesSection {
  private final RowFormat format;
  private final Report report;
  private final Progress progress;

  /** Takes the format whose columns the reasons name. */
  ProfilesSection(RowFormat format, Report report, Progress progress) {
    this.format = format;
    this.report = report;
    this.progress = progress;
  }

  void run(ProfileService profiles) {
    report.section("Profiles");
    RecalculationReport recalculation =
        profiles.recalculateAll(
            each -> {
              if (each.done() < each.total()) {
                progress.update(() -> recalculated(each.done(), each.total()));
              }
            });
    progress.finish(recalculated(recalculation.customers(), recalculation.customers()));
    report.line("Recalculated   %,d customers", recalculation.customers());
    for (ProfileSave outcome : ProfileSave.values()) {
      if (recalculation.count(outcome) > 0) {
        report.line("  %,9d %s", recalculation.count(outcome), Names.of(outcome));
      }
    }
    report.line("Refused        %,d customers", recalculation.refused());
    recalculation
        .refusals()
        .forEach(
            refusal ->
                report.line(
                    "  %s: %s", refusal.customer().value(), format.inItsColumns(refusal.reason())));
    report.rest(recalculation.refused() - recalculation.refusals().size(), "customers");
  }

  private static String recalculated(long done, long total) {
    return String.format(Locale.ROOT, "Recalculated %,d of %,d profiles", done, total);
  }
}
