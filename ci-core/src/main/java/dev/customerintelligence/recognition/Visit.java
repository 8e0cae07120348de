package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.internal.Once;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A visit as the shop's service sees it, before anything is hashed. Immutable.
 *
 * <p>Every part may be missing. It is never stored; {@code toString} shows only which parts are
 * there.
 */
public final class Visit {
  final @Nullable Fingerprint fingerprint;
  final @Nullable IpAddress ipAddress;
  final @Nullable UserAgent userAgent;
  final @Nullable Place place;

  private Visit(Builder builder) {
    this.fingerprint = builder.fingerprint;
    this.ipAddress = builder.ipAddress;
    this.userAgent = builder.userAgent;
    this.place = builder.place;
  }

  /** Starts a visit of which nothing is known. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the browser's fingerprint. */
  public Optional<Fingerprint> fingerprint() {
    return Optional.ofNullable(fingerprint);
  }

  /** Returns the visitor's address, if it is one that tells visitors apart. */
  public Optional<IpAddress> ipAddress() {
    return Optional.ofNullable(ipAddress);
  }

  /** Returns the browser's user agent. */
  public Optional<UserAgent> userAgent() {
    return Optional.ofNullable(userAgent);
  }

  /** Returns where the visitor is. */
  public Optional<Place> place() {
    return Optional.ofNullable(place);
  }

  @Override
  public String toString() {
    return "Visit[fingerprint="
        + (fingerprint != null)
        + ", ipAddress="
        + (ipAddress != null)
        + ", userAgent="
        + (userAgent != null)
        + ", place="
        + (place != null)
        + "]";
  }

  /**
   * Builds a {@link Visit}; each setter is called at most once. Not thread-safe.
   *
   * <p>An address and a user agent are whatever the visitor sends: null and nonsense count as not
   * known. The fingerprint and the place come from the shop's own script and proxy: nonsense there
   * is a mistake, and is refused.
   */
  public static final class Builder {
    private @Nullable Fingerprint fingerprint;
    private @Nullable IpAddress ipAddress;
    private @Nullable UserAgent userAgent;
    private @Nullable Place place;

    private Builder() {}

    /**
     * Sets the fingerprint: 64 hex characters as the browser's script sends it.
     *
     * @throws dev.customerintelligence.error.InvalidInputException naming {@code fingerprint}, when
     *     it is anything else, or given twice
     */
    public Builder fingerprint(String hex) {
      return fingerprint(Fingerprint.of(Inputs.required("fingerprint", hex)));
    }

    /** Sets the fingerprint. */
    public Builder fingerprint(Fingerprint value) {
      fingerprint = Once.set("fingerprint", fingerprint, value);
      return this;
    }

    /** Sets the client's address; one that many visitors would share gives no signal. */
    public Builder ipAddress(@Nullable String text) {
      IpAddress.parse(text).ifPresent(this::ipAddress);
      return this;
    }

    /** Sets the client's address. */
    public Builder ipAddress(IpAddress value) {
      ipAddress = Once.set("ipAddress", ipAddress, value);
      return this;
    }

    /** Sets the user agent header. */
    public Builder userAgent(@Nullable String text) {
      UserAgent.parse(text).ifPresent(agent -> userAgent = Once.set("userAgent", userAgent, agent));
      return this;
    }

    /**
     * Sets the place, from a proxy's header for example; null, blank and a proxy's placeholder for
     * an unknown country give no signal.
     *
     * @param country ISO 3166-1 alpha-2, or null
     * @param city the city's name, at most 100 characters, or null
     * @throws dev.customerintelligence.error.InvalidInputException naming {@code country} or {@code
     *     city}, when it is anything else, or the place is given twice
     */
    public Builder place(@Nullable String country, @Nullable String city) {
      Place.of(country, city).ifPresent(known -> place = Once.set("place", place, known));
      return this;
    }

    /** Returns the visit. */
    public Visit build() {
      return new Visit(this);
    }
  }
}
