package dev.customerintelligence.benchmarks.server;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.RecognitionService;
import dev.customerintelligence.storage.Storage;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A shop on a server, with the library's storage on it and one connection for each thread. */
@State(Scope.Benchmark)
public class DatabaseShop {
  /** Which server. */
  @Param({"POSTGRES", "MARIADB"})
  public Store store = Store.POSTGRES;

  /** Devices in the shop; half as many customers. */
  @Param("2000000")
  public int devices;

  private final Map<String, String> statements = new ConcurrentHashMap<>();
  private Shop shop;
  private Storage storage;

  /** Opens the shop; makes and fills it when it is not there. */
  @Setup
  public void open(BenchmarkParams benchmark) {
    shop = Shop.open(store, devices, benchmark.getThreads());
    storage = shop.storage();
  }

  /** Gives the connections back. */
  @TearDown
  public void close() {
    storage.close();
    shop.close();
  }

  /** Returns what the shop's addresses are hashed with. */
  public static IpHasher ipHasher() {
    return Shop.ipHasher();
  }

  /** Returns the connections. */
  public HikariDataSource pool() {
    return shop.pool();
  }

  /** Returns the library's storage. */
  public Storage storage() {
    return storage;
  }

  /** Returns a statement with the tables' names for {@code {devices}} and so on, made once. */
  public String sql(String template) {
    return statements.computeIfAbsent(template, shop::sql);
  }

  /** Returns the library's recognition, with the statistics read. */
  public RecognitionService recognition() {
    RecognitionService recognition =
        new RecognitionService(
            storage.devices(),
            ipHasher(),
            address -> Optional.empty(),
            RecognitionModel.defaults(),
            InstantSource.fixed(Population.NOW),
            Runnable::run);
    recognition.renewStatistics();
    return recognition;
  }

  /** Makes the shortest request there is, on a connection of the pool. */
  public int selectOne() throws SQLException {
    try (Connection connection = pool().getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT 1");
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
