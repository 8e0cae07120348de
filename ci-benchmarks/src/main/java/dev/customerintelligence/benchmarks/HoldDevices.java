package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.MemoryShop;
import dev.customerintelligence.benchmarks.data.Population;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.storage.Storage;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a device costs in memory. */
@Section(
    order = 110,
    title = "Hold devices in memory",
    text =
        "The heap that the storage in memory takes for each device after a full collection, beside"
            + " the same devices as plain objects in a list. What is taken off for a device's own"
            + " texts is what its address, two hashes, user agent and city take as strings, each"
            + " once.")
@Limit(
    says = "storage: bytes per device, without the texts",
    of = "storage",
    metric = "bytesBesideTexts",
    unit = "B",
    atMost = 400)
@Limit(says = "storage: bytes per device in all", of = "storage", metric = "bytes", unit = "B")
@Limit(
    says = "list: bytes per device, without the texts",
    of = "list",
    metric = "bytesBesideTexts",
    unit = "B")
@Limit(says = "list: bytes per device in all", of = "list", metric = "bytes", unit = "B")
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(jvmArgsAppend = "-Xmx8g")
public class HoldDevices {
  /** How many devices. */
  @State(Scope.Benchmark)
  public static class Size {
    /** Devices; half as many customers. */
    @Param("1000000")
    public int inMemory;
  }

  /** What was found out, for each device. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Heap {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
    private static final int STRING = 24;
    private static final int ARRAY = 16;

    /** All that it takes. */
    public double bytes;

    /** All but what its texts take, each once. */
    public double bytesBesideTexts;

    private Object measure(Size size, IntFunction<Object> holder) {
      double texts = textBytes(size.inMemory);
      double before = used();
      Object held = holder.apply(size.inMemory);
      bytes = (used() - before) / size.inMemory;
      bytesBesideTexts = bytes - texts;
      return held;
    }

    private static double used() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return MEMORY.getHeapMemoryUsage().getUsed();
    }

    private static double textBytes(int devices) {
      int sample = Math.min(devices, 10_000);
      Population population = new Population(devices);
      double bytes = 0;
      for (int i = 0; i < sample; i++) {
        Device device = population.device(i * (devices / sample), MemoryShop.ipHasher());
        bytes +=
            Stream.of(
                    device.customer().value(),
                    Objects.requireNonNull(device.fingerprint()).value(),
                    Objects.requireNonNull(device.ipHash()).value(),
                    Objects.requireNonNull(device.userAgent()).value(),
                    Objects.requireNonNull(Objects.requireNonNull(device.place()).city()))
                .mapToLong(text -> STRING + (ARRAY + text.length() + 7) / 8 * 8)
                .sum();
      }
      return bytes / sample;
    }
  }

  /** Fills the storage. */
  @Benchmark
  public Object storage(Size size, Heap heap) {
    return heap.measure(
        size,
        devices -> {
          Storage storage = MemoryShop.emptyStorage();
          Population population = new Population(devices);
          for (int i = 0; i < devices; i++) {
            storage.devices().record(population.sighting(i, MemoryShop.ipHasher()));
          }
          return storage;
        });
  }

  /** Fills a list. */
  @Benchmark
  public Object list(Size size, Heap heap) {
    return heap.measure(
        size,
        devices -> {
          Population population = new Population(devices);
          List<Device> list = new ArrayList<>(devices);
          for (int i = 0; i < devices; i++) {
            list.add(Device.firstSeenAs(population.sighting(i, MemoryShop.ipHasher())));
          }
          return list;
        });
  }
}
