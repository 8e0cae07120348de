package dev.customerintelligence.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.customerintelligence.bundle.BundleLinesJson;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Json;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what is held about a person into rows, column by column. */
final class ExportRows implements PersonVisitor {
  /** Takes the rows. */
  interface RowWriter {
    void write(ExportTable table, List<JsonNode> cells) throws IOException;
  }

  private final RowWriter out;
  private final Instant now;

  ExportRows(RowWriter out, Instant now) {
    this.out = out;
    this.now = now;
  }

  @Override
  public void profile(CustomerProfile profile) {
    write(ExportTable.CUSTOMER_INTELLIGENCE, parsed(profile.toJson(now)));
  }

  @Override
  public void device(Device device) {
    Place place = device.place();
    UserAgent agent = device.userAgent();
    ObjectNode row = row(device.customer().value(), device.customerId());
    row.put("ip_hash", device.ipHash() == null ? null : device.ipHash().value());
    row.put(
        "browser_fingerprint", device.fingerprint() == null ? null : device.fingerprint().value());
    row.put("first_seen", device.firstSeen().toString());
    row.put("last_seen", device.lastSeen().toString());
    row.put("visit_count", device.visitCount());
    row.put("user_agent", agent == null ? null : agent.value());
    row.put("geo_country", place == null ? null : place.country());
    row.put("geo_city", place == null ? null : place.city());
    write(ExportTable.DEVICE_TRACKING, row);
  }

  @Override
  public void offer(BundleOffer offer) {
    OfferDraft made = offer.made();
    ObjectNode row = row(made.customer().value(), made.customerId());
    row.put("id", offer.id().value());
    row.set("bundle_products", Json.parse("bundle_products", BundleLinesJson.write(made.lines())));
    row.put("total_quantity", made.totalQuantity());
    row.put("base_price", made.price().basePrice());
    row.put("discount_amount", made.price().discountAmount());
    row.put("final_price", made.price().finalPrice());
    row.put("bonus_points", made.price().bonusPoints());
    row.put("trigger_reason", made.triggerReason());
    row.set("cart_snapshot", made.cartSnapshot() == null ? null : parsed(made.cartSnapshot()));
    row.put("status", offer.statusAt(now).columnValue());
    row.put("offered_at", made.offeredAt().toString());
    row.put("viewed_at", text(offer.viewedAt()));
    row.put("responded_at", text(offer.respondedAt()));
    row.put("expires_at", made.expiresAt().toString());
    row.put("conversion_value", offer.conversionValue());
    write(ExportTable.BUNDLE_OFFERS, row);
  }

  @Override
  public void event(BehavioralEvent event) {
    ObjectNode row =
        row(event.customer() == null ? null : event.customer().value(), event.customerId());
    row.put("id", event.id().toString());
    row.put("session_id", event.sessionId());
    row.put("ip_hash", event.ipHash() == null ? null : event.ipHash().value());
    row.put(
        "browser_fingerprint", event.fingerprint() == null ? null : event.fingerprint().value());
    row.put("event_type", event.type());
    row.set("event_data", parsed(event.data()));
    row.put("page_url", event.pageUrl());
    row.put("created_at", event.createdAt().toString());
    write(ExportTable.BEHAVIORAL_EVENTS, row);
  }

  @Override
  public void forecast(CustomerForecast forecast) {
    ObjectNode row = row(forecast.customer().value(), null);
    row.put("as_of", forecast.forecast().asOf().toString());
    row.set("forecast", Json.parse("forecast", forecast.forecast().toJson()));
    write(ExportTable.FORECASTS, row);
  }

  private void write(ExportTable table, JsonNode row) {
    try {
      out.write(
          table,
          table.columns().stream()
              .map(
                  column -> row.has(column) ? row.get(column) : JsonNodeFactory.instance.nullNode())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode row(@Nullable String email, @Nullable Long customerId) {
    ObjectNode row = Json.MAPPER.createObjectNode();
    row.put("customer_email", email);
    row.put("customer_id", customerId);
    return row;
  }

  private static JsonNode parsed(JsonObject object) {
    return Json.parse("json", object.json());
  }

  private static @Nullable String text(@Nullable Instant moment) {
    return moment == null ? null : moment.toString();
  }
}
