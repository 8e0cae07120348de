package dev.customerintelligence.examples.operations;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which stores, and with which keys: options, then the configuration file, then the environment for
 * what is secret.
 */
final class StoreOptions {
  static final String SOURCE = "source";
  static final String TARGET = "target";

  private static final Pattern PASSWORD = Pattern.compile("(?i)[?&;](password|pass|pwd)=");
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*:[^/@]*@");
  private static final Pattern SUPPORTED = Pattern.compile("jdbc:(mysql|mariadb|postgresql):.+");
  private static final List<String> KEYS =
      List.of(
          "source",
          "source-user",
          "source-password",
          "source-password-file",
          "source-prefix",
          "source-zone",
          "source-schema",
          "target",
          "target-user",
          "target-password",
          "target-password-file",
          "target-prefix",
          "target-zone",
          "target-schema",
          "hash-key",
          "hash-key-file",
          "hash-key-id",
          "previous-hash-keys");

  @Option(
      names = "--source",
      paramLabel = "URL",
      description =
          "The store that is the truth: a JDBC URL of MySQL, MariaDB or Postgres, without password.")
  private @Nullable String source;

  @Option(
      names = "--source-user",
      paramLabel = "NAME",
      description = "Password: environment CI_SOURCE_PASSWORD.")
  private @Nullable String sourceUser;

  @Option(names = "--target", paramLabel = "URL", description = "The store that follows it.")
  private @Nullable String target;

  @Option(
      names = "--target-user",
      paramLabel = "NAME",
      description = "Password: environment CI_TARGET_PASSWORD.")
  private @Nullable String targetUser;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Java properties: source, source-user, source-password or source-password-file,"
              + " source-prefix (wp_), source-zone (UTC), the same of the target, target-schema"
              + " (public), hash-key-id, hash-key-file, previous-hash-keys.")
  private @Nullable Path config;

  @Option(
      names = "--hash-key-file",
      paramLabel = "FILE",
      description =
          "The secret of tombstones and IP hashes in base64, the shop's own; else environment"
              + " CI_HASH_KEY.")
  private @Nullable Path hashKeyFile;

  private final Map<String, String> environment = System.getenv();
  private @Nullable Properties properties;

  StoreSettings store(String role) {
    String onLine = role.equals(SOURCE) ? source : target;
    String userOnLine = role.equals(SOURCE) ? sourceUser : targetUser;
    if (onLine != null && (PASSWORD.matcher(onLine).find() || CREDENTIALS.matcher(onLine).find())) {
      throw new UsageException(
          "--"
              + role
              + " must not hold a password, as others see command lines; put it into the"
              + " environment as CI_"
              + role.toUpperCase(Locale.ROOT)
              + "_PASSWORD or into a file");
    }
    String url = onLine != null ? onLine : property(role);
    if (url == null) {
      throw new UsageException("--" + role + " is needed here, or " + role + " in --config");
    }
    if (!SUPPORTED.matcher(url).matches()) {
      throw new UsageException(
          "--" + role + " must begin with jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:");
    }
    return new StoreSettings(
        role,
        url,
        userOnLine != null ? userOnLine : property(role + "-user"),
        password(role),
        or(property(role + "-prefix"), "wp_"),
        zone(role),
        or(property(role + "-schema"), "public"));
  }

  boolean has(String role) {
    return (role.equals(SOURCE) ? source : target) != null || property(role) != null;
  }

  HashKey hashKey() {
    String text = secret("CI_HASH_KEY", "hash-key", hashKeyPath());
    if (text == null) {
      throw new UsageException(
          "the hash key is needed here: --hash-key-file, or the environment CI_HASH_KEY; without"
              + " the shop's own key nobody would be found to have been erased");
    }
    return key(or(property("hash-key-id"), "1"), text);
  }

  TombstoneHasher tombstones() {
    return new TombstoneHasher(hashKey(), previousKeys());
  }

  /** As {@code id:base64, id:base64}. */
  List<HashKey> previousKeys() {
    List<HashKey> keys = new ArrayList<>();
    String text = property("previous-hash-keys");
    for (String entry : text == null ? new String[0] : text.split(",", -1)) {
      int colon = entry.indexOf(':');
      if (colon < 0) {
        throw new UsageException("previous-hash-keys must be like id:base64, id:base64");
      }
      keys.add(key(entry.substring(0, colon).strip(), entry.substring(colon + 1).strip()));
    }
    return keys;
  }

  private @Nullable Path hashKeyPath() {
    String named = property("hash-key-file");
    return hashKeyFile != null ? hashKeyFile : named == null ? null : Path.of(named);
  }

  private static HashKey key(String id, String base64) {
    try {
      return HashKey.of(id, Base64.getDecoder().decode(base64));
    } catch (InvalidInputException e) {
      throw new UsageException("the hash key is of no use: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new UsageException("the hash key must be base64");
    }
  }

  private ZoneId zone(String role) {
    String name = or(property(role + "-zone"), "UTC");
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new UsageException(role + "-zone must be a zone such as Europe/Berlin, is " + name);
    }
  }

  private @Nullable String password(String role) {
    String file = property(role + "-password-file");
    return secret(
        "CI_" + role.toUpperCase(Locale.ROOT) + "_PASSWORD",
        role + "-password",
        file == null ? null : Path.of(file));
  }

  private @Nullable String secret(String variable, String key, @Nullable Path file) {
    String inEnvironment = environment.get(variable);
    if (inEnvironment != null) {
      return inEnvironment;
    }
    return file == null ? property(key) : read(file).strip();
  }

  private @Nullable String property(String key) {
    if (config == null) {
      return null;
    }
    if (properties == null) {
      properties = load(config);
    }
    return properties.getProperty(key);
  }

  private static Properties load(Path file) {
    Properties loaded = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      loaded.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("--config " + file + " cannot be read: " + e.getMessage());
    }
    TreeSet<String> unknown = new TreeSet<>(loaded.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "--config " + file + " has unknown keys " + unknown + "; known are " + KEYS);
    }
    return loaded;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read: " + e.getMessage());
    }
  }

  private static String or(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
