package dev.customerintelligence.event;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a visitor did. Immutable; {@code toString} shows only id, type and time.
 *
 * @param id what makes a repeated append harmless; time-ordered ids (version 7) store fastest
 * @param type the kind of event, 1 to 100 characters; see {@link EventTypes}
 * @param createdAt when it happened
 * @param data anything that belongs to it
 * @param sessionId the visitor's session, at most 255 characters, or null
 * @param customerId the shop's customer id, at least 1, or null
 * @param customer who did it, or null for an anonymous visitor
 * @param ipHash the hashed address, or null
 * @param fingerprint the browser's fingerprint, or null
 * @param pageUrl where it happened, at most 2,048 characters, or null
 */
public record BehavioralEvent(
    UUID id,
    String type,
    Instant createdAt,
    JsonObject data,
    @Nullable String sessionId,
    @Nullable Long customerId,
    @Nullable EmailAddress customer,
    @Nullable IpHash ipHash,
    @Nullable Fingerprint fingerprint,
    @Nullable String pageUrl) {
  private static final int MAX_TYPE = 100;
  private static final int MAX_SESSION = 255;
  private static final int MAX_URL = 2048;

  /**
   * Checks the event.
   *
   * @throws InvalidInputException naming the component that is outside what its description says
   */
  public BehavioralEvent {
    Inputs.required("id", id);
    type = Inputs.text("eventType", type, MAX_TYPE);
    createdAt = Inputs.moment("createdAt", createdAt);
    Inputs.required("data", data);
    sessionId = Inputs.optionalText("sessionId", sessionId, MAX_SESSION);
    customerId = Inputs.customerId(customerId);
    pageUrl = Inputs.optionalText("pageUrl", pageUrl, MAX_URL);
  }

  /**
   * Starts an event with its id; {@link EventService#newEvent} makes the id and the time.
   *
   * @throws InvalidInputException naming the argument that is null, blank or too long
   */
  public static Builder builder(UUID id, String type, Instant createdAt) {
    return new Builder(id, type, createdAt);
  }

  @Override
  public String toString() {
    return "BehavioralEvent[" + id + ", " + type + ", " + createdAt + "]";
  }

  /** Builds a {@link BehavioralEvent}; each setter is called at most once. Not thread-safe. */
  public static final class Builder {
    private final UUID id;
    private final String type;
    private final Instant createdAt;
    private @Nullable JsonObject data;
    private @Nullable String sessionId;
    private @Nullable Long customerId;
    private @Nullable EmailAddress customer;
    private @Nullable IpHash ipHash;
    private @Nullable Fingerprint fingerprint;
    private @Nullable String pageUrl;

    private Builder(UUID id, String type, Instant createdAt) {
      this.id = Inputs.required("id", id);
      this.type = Inputs.text("eventType", type, MAX_TYPE);
      this.createdAt = Inputs.moment("createdAt", createdAt);
    }

    /** Sets what belongs to the event; default: the empty object. */
    public Builder data(JsonObject value) {
      data = Once.set("data", data, value);
      return this;
    }

    /** Sets the visitor's session, at most 255 characters. */
    public Builder sessionId(String value) {
      sessionId = Inputs.text("sessionId", Once.set("sessionId", sessionId, value), MAX_SESSION);
      return this;
    }

    /** Sets the shop's customer id, at least 1. */
    public Builder customerId(long value) {
      customerId = Inputs.customerId(Once.set("customerId", customerId, value));
      return this;
    }

    /** Sets who did it. */
    public Builder customer(EmailAddress value) {
      customer = Once.set("customer", customer, value);
      return this;
    }

    /** Sets the hashed address. */
    public Builder ipHash(IpHash value) {
      ipHash = Once.set("ipHash", ipHash, value);
      return this;
    }

    /** Sets the browser's fingerprint. */
    public Builder fingerprint(Fingerprint value) {
      fingerprint = Once.set("fingerprint", fingerprint, value);
      return this;
    }

    /** Sets where it happened, at most 2,048 characters. */
    public Builder pageUrl(String value) {
      pageUrl = Inputs.text("pageUrl", Once.set("pageUrl", pageUrl, value), MAX_URL);
      return this;
    }

    /** Returns the event. */
    public BehavioralEvent build() {
      return new BehavioralEvent(
          id,
          type,
          createdAt,
          data == null ? JsonObject.empty() : data,
          sessionId,
          customerId,
          customer,
          ipHash,
          fingerprint,
          pageUrl);
    }
  }
}
