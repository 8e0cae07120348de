package dev.customerintelligence.examples.storefront;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the shop, {@code storefront.*}.
 *
 * @param storage where the library keeps things
 * @param jdbcUrl a server with user and password, instead of an embedded one; blank for none
 * @param follower a Postgres that is kept in step for reading, with user and password, or {@code
 *     embedded} for one that comes with the jar; blank for none
 * @param hashKey the secret for addresses, base64 of at least 32 bytes; blank for one that ends
 *     with the process
 * @param password with which the owner and every customer sign in; blank for one that is made up at
 *     the start and printed
 * @param trustedProxies networks whose {@code X-Forwarded-For} is believed
 * @param requestsPerSecond what one client may ask of the JSON interface, in the long run
 */
@ConfigurationProperties("storefront")
public record StorefrontProperties(
    StorageKind storage,
    @DefaultValue("") String jdbcUrl,
    @DefaultValue("") String follower,
    @DefaultValue("") String hashKey,
    @DefaultValue("") String password,
    @DefaultValue({}) List<String> trustedProxies,
    @DefaultValue("50") int requestsPerSecond) {
  /** Where the library keeps things. */
  public enum StorageKind {
    /** In this process. */
    MEMORY,
    /** On Postgres. */
    POSTGRES,
    /** On MariaDB or MySQL. */
    MYSQL
  }

  /** Returns the server's address, where one is given. */
  public Optional<String> givenServer() {
    return given(jdbcUrl);
  }

  /** Returns the secret for addresses, where one is given. */
  public Optional<String> givenHashKey() {
    return given(hashKey);
  }

  /** Returns the password, where one is given. */
  public Optional<String> givenPassword() {
    return given(password);
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }

  @Override
  public String toString() {
    return "StorefrontProperties[" + storage + "]";
  }
}
