package dev.customerintelligence.profile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.internal.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A profile as JSON, key by column. */
final class ProfileJson {
  private ProfileJson() {}

  static JsonObject toJson(CustomerProfile profile, Instant now) {
    PurchaseProfile purchases = profile.purchases();
    Optional<PersonName> name = Optional.ofNullable(profile.name());
    Optional<Place> place = Optional.ofNullable(profile.place());
    Optional<PrimeWindow> window = Optional.ofNullable(purchases.primeWindow());
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("customer_id", profile.customerId());
    node.put("customer_email", profile.customer().value());
    node.put("first_name", name.map(PersonName::first).orElse(null));
    node.put("last_name", name.map(PersonName::last).orElse(null));
    node.put("ip_hash", text(profile.ipHash(), hash -> hash.value()));
    node.put("browser_fingerprint", text(profile.fingerprint(), hash -> hash.value()));
    node.put("geo_country", place.map(Place::country).orElse(null));
    node.put("geo_city", place.map(Place::city).orElse(null));
    node.set("favorite_products", FavoritesJson.toJson(purchases.favorites(), Instant::toString));
    node.put("peak_spending_quantity", purchases.peakQuantity());
    node.put("peak_spending_amount", purchases.peakAmount());
    node.put("avg_order_value", purchases.averageOrderValue());
    node.put("total_orders", purchases.totalOrders());
    node.put("last_order_date", text(purchases.lastOrderAt(), Instant::toString));
    node.put("days_since_last_order", purchases.daysSinceLastOrder(now).orElse(0));
    node.put("purchase_cycle_days", purchases.purchaseCycleDays());
    node.put("next_prime_window_start", window.map(w -> w.start().toString()).orElse(null));
    node.put("next_prime_window_end", window.map(w -> w.end().toString()).orElse(null));
    node.put("profile_score", purchases.score());
    node.put("last_recalculated", profile.recalculatedAt().toString());
    return JsonObject.parse(Json.write(node));
  }

  private static <T> @Nullable String text(@Nullable T value, Function<T, String> text) {
    return value == null ? null : text.apply(value);
  }
}
