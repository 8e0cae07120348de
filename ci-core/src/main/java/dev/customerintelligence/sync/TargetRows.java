package dev.customerintelligence.sync;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferId;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.internal.UuidV5;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.profile.CustomerProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a source's rows become on their way to a target: names come in, ids are translated. */
final class TargetRows {
  private static final UUID OFFER =
      UuidV5.of(new UUID(0, 0), "dev.customerintelligence bundle offer");

  private final String source;
  private final CustomerNames names;

  TargetRows(String source, CustomerNames names) {
    this.source = source;
    this.names = names;
  }

  /** Returns the readable rows as a target takes them. */
  List<SourceRow> of(List<SourceRow> rows) {
    Map<EmailAddress, PersonName> known = namesFor(rows);
    List<SourceRow> result = new ArrayList<>(rows.size());
    for (SourceRow row : rows) {
      if (row instanceof SourceRow.Profile profile) {
        result.add(named(profile, known.get(profile.profile().customer())));
      } else if (row instanceof SourceRow.Offer offer) {
        result.add(identified(offer));
      } else if (!(row instanceof SourceRow.Unreadable)) {
        result.add(row);
      }
    }
    return result;
  }

  private Map<EmailAddress, PersonName> namesFor(List<SourceRow> rows) {
    List<EmailAddress> nameless =
        rows.stream()
            .filter(SourceRow.Profile.class::isInstance)
            .map(row -> ((SourceRow.Profile) row).profile())
            .filter(profile -> profile.name() == null)
            .map(CustomerProfile::customer)
            .toList();
    return nameless.isEmpty() ? Map.of() : names.namesOf(nameless);
  }

  private static SourceRow named(SourceRow.Profile row, @Nullable PersonName name) {
    CustomerProfile profile = row.profile();
    return name == null
        ? row
        : new SourceRow.Profile(
            row.number(),
            row.changedAt(),
            row.checksum(),
            new CustomerProfile(
                profile.customer(),
                profile.customerId(),
                name,
                profile.ipHash(),
                profile.fingerprint(),
                profile.place(),
                profile.purchases(),
                profile.recalculatedAt()));
  }

  private SourceRow identified(SourceRow.Offer row) {
    BundleOffer offer = row.offer();
    OfferDraft made = offer.made();
    UUID id =
        UuidV5.of(OFFER, source + " " + SyncTable.OFFERS.tableName() + " " + offer.id().value());
    return new SourceRow.Offer(
        row.number(),
        row.changedAt(),
        row.checksum(),
        new BundleOffer(
            new OfferId(id.toString()),
            made,
            offer.storedStatus(),
            offer.viewedAt(),
            offer.respondedAt(),
            offer.conversionValue()));
  }
}
