package dev.customerintelligence.examples.storefront;

import com.google.common.hash.Hashing;
import dev.customerintelligence.event.EventTypeCount;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * Visitors who track, ask for their offer and log an event, as fast as they get answers, on the
 * shop over Postgres: while all is well, while the server is stopped and started again, and after.
 * Client, shop and server share this machine and only use its loopback addresses.
 */
final class LoadRun {
  private static final int CLIENTS = 8;
  private static final Duration AWAY = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * What one part of the run came to.
   *
   * @param answers how many of each status
   */
  record Phase(
      String name,
      Map<Integer, Long> answers,
      double requestsPerSecond,
      double medianMillis,
      double p99Millis,
      long heapMegabytes) {
    String toJson() {
      return String.format(
          Locale.ROOT,
          "{\"phase\":\"%s\",\"answers\":{%s},\"requests_per_second\":%.0f,\"median_ms\":%.1f,"
              + "\"p99_ms\":%.1f,\"heap_after_gc_mb\":%d}",
          name,
          answers.entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
              .collect(Collectors.joining(",")),
          requestsPerSecond,
          medianMillis,
          p99Millis,
          heapMegabytes);
    }
  }

  /** The parts of a run, and what became of the events that were accepted. */
  record Result(Duration each, List<Phase> phases, long accepted, long stored) {
    String toJson() {
      return phases.stream()
          .map(Phase::toJson)
          .collect(
              Collectors.joining(
                  ",\n  ",
                  String.format(
                      Locale.ROOT,
                      "{\"clients\":%d,\"processors\":%d,\"java\":\"%s\",\"seconds\":%d,"
                          + "\"seconds_away\":%d,\"phases\":[\n  ",
                      CLIENTS,
                      Runtime.getRuntime().availableProcessors(),
                      Runtime.version(),
                      each.toSeconds(),
                      AWAY.toSeconds()),
                  "],\n\"events_accepted\":" + accepted + ",\"events_stored\":" + stored + "}\n"));
    }
  }

  private LoadRun() {}

  /** Runs, as long as this for each part. */
  static Result run(Path folder, Duration each) throws Exception {
    byte[] key = new byte[32];
    EmbeddedPostgres server = postgres(folder, 0);
    int port = server.getPort();
    try (RunningShop shop =
        RunningShop.start(
            "--storage=postgres",
            "--jdbc-url=" + server.getJdbcUrl("postgres", "postgres"),
            "--storefront.requests-per-second=1000000",
            "--storefront.hash-key=" + Base64.getEncoder().encodeToString(key))) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(new Client(shop.address(), i));
      }
      long before = stored(shop);
      List<Phase> phases = new ArrayList<>();
      phase("warm-up", clients, each.dividedBy(2), () -> null);
      phases.add(phase("steady", clients, each, () -> null));
      Outage outage = new Outage(folder, port, server);
      phases.add(phase("store stopped and started", clients, AWAY.plus(GRACE), outage));
      server = outage.second;
      phases.add(phase("after", clients, each, () -> null));
      shop.flushEvents();
      return new Result(
          each,
          phases,
          clients.stream().mapToLong(client -> client.accepted.get()).sum(),
          stored(shop) - before);
    } finally {
      server.close();
    }
  }

  private static final class Outage implements Callable<Void> {
    private final Path folder;
    private final int port;
    private final EmbeddedPostgres first;
    private EmbeddedPostgres second;

    Outage(Path folder, int port, EmbeddedPostgres first) {
      this.folder = folder;
      this.port = port;
      this.first = first;
      this.second = first;
    }

    @Override
    public Void call() throws Exception {
      first.close();
      TimeUnit.NANOSECONDS.sleep(AWAY.toNanos());
      second = postgres(folder, port);
      return null;
    }
  }

  private static final class Client {
    private final Visitor visitor;
    private final String fingerprint;
    private final AtomicLong accepted = new AtomicLong();

    Client(String shop, int number) {
      visitor = new Visitor(shop, "198.18.200." + (1 + number));
      visitor.get("/");
      fingerprint =
          Hashing.sha256().hashString("load " + number, StandardCharsets.UTF_8).toString();
    }

    void turn(Map<Integer, AtomicLong> answers, List<Long> nanos) {
      count(answers, nanos, () -> visitor.track(fingerprint).statusCode());
      count(answers, nanos, () -> visitor.get("/api/offers/current").statusCode());
      int event =
          count(
              answers,
              nanos,
              () ->
                  visitor
                      .post(
                          "/api/events", "{\"type\":\"product_viewed\",\"product\":\"salt-marsh\"}")
                      .statusCode());
      if (event == 202) {
        accepted.incrementAndGet();
      }
    }

    private static int count(Map<Integer, AtomicLong> answers, List<Long> nanos, IntSupplier ask) {
      long start = System.nanoTime();
      int status = ask.getAsInt();
      nanos.add(System.nanoTime() - start);
      answers.computeIfAbsent(status, any -> new AtomicLong()).incrementAndGet();
      return status;
    }
  }

  private static Phase phase(
      String name, List<Client> clients, Duration length, Callable<Void> meanwhile)
      throws Exception {
    Map<Integer, AtomicLong> answers = new ConcurrentHashMap<>();
    ExecutorService executor = Executors.newFixedThreadPool(clients.size());
    long start = System.nanoTime();
    List<Future<List<Long>>> running = new ArrayList<>();
    for (Client client : clients) {
      running.add(
          executor.submit(
              () -> {
                List<Long> nanos = new ArrayList<>();
                while (System.nanoTime() - start < length.toNanos()) {
                  client.turn(answers, nanos);
                }
                return nanos;
              }));
    }
    meanwhile.call();
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> client : running) {
      nanos.addAll(client.get());
    }
    executor.shutdown();
    double seconds = (double) (System.nanoTime() - start) / 1e9;
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.gc();
    return new Phase(
        name,
        answers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get())),
        sorted.length / seconds,
        (double) sorted[sorted.length / 2] / 1e6,
        (double) sorted[sorted.length * 99 / 100] / 1e6,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20);
  }

  private static long stored(RunningShop shop) throws InterruptedException {
    shop.flushEvents();
    return shop
        .library()
        .analytics()
        .eventsByType(shop.clock().instant().plus(Duration.ofDays(1)), Duration.ofDays(60))
        .stream()
        .filter(count -> count.type().equals("product_viewed"))
        .mapToLong(EventTypeCount::count)
        .sum();
  }

  private static EmbeddedPostgres postgres(Path folder, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("data"))
        .setCleanDataDirectory(false)
        .setServerConfig("synchronous_commit", "on")
        .setPort(port)
        .setPGStartupWait(Duration.ofSeconds(60))
        .start();
  }
}
