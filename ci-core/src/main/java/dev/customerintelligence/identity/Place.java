package dev.customerintelligence.identity;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a visit came from, as far as its network address tells. {@code toString} masks the city.
 * Immutable.
 *
 * @param country two letters as in ISO 3166-1 alpha-2, upper case; lower case is raised. Not
 *     checked against the list of assigned codes, which changes
 * @param city the city's name, trimmed and in Unicode NFC, 1 to 100 characters, or null; blank
 *     becomes null
 */
public record Place(String country, @Nullable String city) {
  /** The longest city name, in characters. */
  public static final int MAX_CITY_LENGTH = 100;

  /**
   * What CDNs and geo databases say for: unknown, Tor, anonymous proxy, satellite, other, region.
   */
  private static final Set<String> PLACEHOLDERS =
      Set.of("XX", "ZZ", "T1", "A1", "A2", "O1", "EU", "AP");

  private static final CharMatcher LETTERS = CharMatcher.inRange('A', 'Z');

  /**
   * Checks the place.
   *
   * @throws InvalidInputException naming {@code country}, when it is null, not two letters, or a
   *     placeholder for an unknown country; naming {@code city}, when it is too long or holds
   *     control characters or unpaired surrogates
   */
  public Place {
    country = canonicalCountry(Inputs.required("country", country));
    if (country.length() != 2 || !LETTERS.matchesAllOf(country) || PLACEHOLDERS.contains(country)) {
      throw new InvalidInputException(
          "country", "must be a country's two letters as in ISO 3166-1, such as NL");
    }
    city = CanonicalText.optional("city", city, MAX_CITY_LENGTH);
  }

  /**
   * Returns the place that a CDN's headers tell, or empty when the country is null, blank or one of
   * the placeholders {@code XX}, {@code ZZ}, {@code T1}, {@code A1}, {@code A2}, {@code O1}, {@code
   * EU} and {@code AP}.
   *
   * @throws InvalidInputException for any other country or a city that the constructor refuses
   */
  public static Optional<Place> of(@Nullable String country, @Nullable String city) {
    if (country == null) {
      return Optional.empty();
    }
    String canonical = canonicalCountry(country);
    return canonical.isEmpty() || PLACEHOLDERS.contains(canonical)
        ? Optional.empty()
        : Optional.of(new Place(canonical, city));
  }

  /** Returns whether both are in one country. */
  public boolean sameCountry(Place other) {
    return country.equals(other.country);
  }

  /**
   * Returns whether both name one city of one country, ignoring case; false when either names none.
   */
  public boolean sameCity(Place other) {
    return city != null && city.equalsIgnoreCase(other.city) && sameCountry(other);
  }

  /** Returns the country only. */
  @Override
  public String toString() {
    return "Place[" + country + (city == null ? "]" : ", ***]");
  }

  private static String canonicalCountry(String country) {
    return Ascii.toUpperCase(CanonicalText.trimmed(country));
  }
}
