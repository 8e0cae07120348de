package dev.customerintelligence.sync;

import com.fasterxml.jackson.databind.JsonNode;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.profile.CustomerProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what two stores hold of one row, value by value. */
final class Columns {
  /** The source may not have them; a name comes from the orders. */
  private static final Set<String> TARGET_ONLY = Set.of("first_name", "last_name");

  private final List<String> different = new ArrayList<>();

  private Columns() {}

  /** Returns the names of the columns in which two rows differ, those of the target aside. */
  static List<String> different(SourceRow source, SourceRow target) {
    Columns columns = new Columns();
    if (source instanceof SourceRow.Profile mine && target instanceof SourceRow.Profile held) {
      columns.compare(mine.profile(), held.profile());
    } else if (source instanceof SourceRow.Offer mine && target instanceof SourceRow.Offer held) {
      columns.compare(mine.offer(), held.offer());
    } else {
      columns.different.add("the row cannot be read");
    }
    return columns.different;
  }

  private void compare(CustomerProfile source, CustomerProfile target) {
    JsonNode mine = json(source);
    JsonNode held = json(target);
    mine.fieldNames()
        .forEachRemaining(
            column -> {
              if (!TARGET_ONLY.contains(column)) {
                compare(column, mine.get(column), held.get(column));
              }
            });
  }

  private void compare(BundleOffer source, BundleOffer target) {
    OfferDraft mine = source.made();
    OfferDraft held = target.made();
    compare("customer_email", mine.customer(), held.customer());
    compare("customer_id", mine.customerId(), held.customerId());
    compare("bundle_products", mine.lines(), held.lines());
    compare("base_price", mine.price().basePrice(), held.price().basePrice());
    compare("discount_amount", mine.price().discountAmount(), held.price().discountAmount());
    compare("bonus_points", mine.price().bonusPoints(), held.price().bonusPoints());
    compare("trigger_reason", mine.triggerReason(), held.triggerReason());
    compare("status", source.storedStatus(), target.storedStatus());
    compare("offered_at", mine.offeredAt(), held.offeredAt());
    compare("viewed_at", source.viewedAt(), target.viewedAt());
    compare("responded_at", source.respondedAt(), target.respondedAt());
    compare("expires_at", mine.expiresAt(), held.expiresAt());
    compare("conversion_value", source.conversionValue(), target.conversionValue());
  }

  private void compare(String column, @Nullable Object mine, @Nullable Object held) {
    if (!Objects.equals(mine, held)) {
      different.add(column);
    }
  }

  private static JsonNode json(CustomerProfile profile) {
    return Json.parse("profile", profile.toJson(Instant.EPOCH).json());
  }
}
