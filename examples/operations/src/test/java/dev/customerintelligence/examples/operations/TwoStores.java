package dev.customerintelligence.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A source and a target, and a configuration file that names both. */
final class TwoStores {
  static final String KEY =
      Base64.getEncoder()
          .encodeToString(
              "a secret for tests only, 32+".repeat(2).getBytes(StandardCharsets.UTF_8));

  private final Path folder;
  private final Path config;
  private final String sourceUrl;
  private final String targetUrl;
  private final String prefix;
  private final String schema;

  TwoStores(Path folder, String sourceUrl, String prefix, String targetUrl, String schema)
      throws IOException {
    this.folder = folder;
    this.sourceUrl = sourceUrl;
    this.targetUrl = targetUrl;
    this.prefix = prefix;
    this.schema = schema;
    this.config = folder.resolve("operations.properties");
    Map<String, String> properties = new TreeMap<>();
    properties.put("source", sourceUrl);
    properties.put("source-prefix", prefix);
    properties.put("target", targetUrl);
    properties.put("target-schema", schema);
    properties.put("hash-key", KEY);
    List<String> lines = new ArrayList<>();
    properties.forEach((key, value) -> lines.add(key + "=" + value));
    Files.write(config, lines);
  }

  Path config() {
    return config;
  }

  ToolRun run(String... arguments) {
    return ToolRun.of(withConfig(arguments).toArray(String[]::new));
  }

  /** Runs and expects all to be well. */
  ToolRun succeed(String... arguments) {
    ToolRun run = run(arguments);
    assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
    return run;
  }

  /** Starts the tool in a process of its own. */
  Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Operations.class.getName());
    command.addAll(withConfig(arguments));
    File log = folder.resolve("tool.log").toFile();
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
  }

  String log() throws IOException {
    Path log = folder.resolve("tool.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  /** Runs SQL at the source, where {@code {p}} stands for the prefix. */
  void atSource(String... statements) {
    run(sourceUrl, Arrays.stream(statements).map(sql -> sql.replace("{p}", prefix)).toList());
  }

  /** Runs SQL at the target, where {@code {s}} stands for the schema. */
  void atTarget(String... statements) {
    run(targetUrl, Arrays.stream(statements).map(sql -> sql.replace("{s}", schema)).toList());
  }

  long countAtSource(String from) {
    return count(sourceUrl, "SELECT COUNT(*) FROM " + from.replace("{p}", prefix));
  }

  long countAtTarget(String from) {
    return count(targetUrl, "SELECT count(*) FROM " + from.replace("{s}", schema));
  }

  /** Makes so many profiles and offers at the source. */
  void fill(int profiles, int offers) {
    String numbers =
        "(SELECT a.bucket + 1280 * b.bucket AS n FROM {p}ci_locks a CROSS JOIN {p}ci_locks b"
            + " WHERE a.bucket < 1280 AND b.bucket < 400) numbers";
    atSource(
        "INSERT INTO {p}wg_customer_intelligence (customer_email, customer_id, ip_hash,"
            + " total_orders, avg_order_value, profile_score, favorite_products, last_order_date,"
            + " last_recalculated)"
            + " SELECT CONCAT('c', n, '@example.com'), n + 1, '', 1 + n % 9, 10 + n % 90,"
            + " n % 100, '[]', '2026-01-01' + INTERVAL n MINUTE, '2026-10-01' FROM "
            + numbers
            + " WHERE n < "
            + profiles,
        "INSERT INTO {p}wg_bundle_offers (customer_email, bundle_products, total_quantity,"
            + " base_price, discount_amount, final_price, offered_at, expires_at, trigger_reason)"
            + " SELECT CONCAT('c', n, '@example.com'),"
            + " '[{\"product_id\":44,\"name\":\"Moon\",\"quantity\":1,\"unit_price\":9.00,"
            + "\"subtotal\":9.00}]', 1, 9, 1, 8, '2026-01-01' + INTERVAL n MINUTE,"
            + " '2026-01-08' + INTERVAL n MINUTE, 'high_value_cart' FROM "
            + numbers
            + " WHERE n < "
            + offers);
  }

  private List<String> withConfig(String... arguments) {
    return Stream.concat(
            Stream.concat(Stream.of(arguments).limit(1), Stream.of("--config", config.toString())),
            Stream.of(arguments).skip(1))
        .toList();
  }

  private static void run(String url, List<String> statements) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long count(String url, String sql) {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
