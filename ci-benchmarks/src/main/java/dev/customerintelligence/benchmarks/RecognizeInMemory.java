package dev.customerintelligence.benchmarks;

import dev.customerintelligence.benchmarks.data.MemoryShop;
import dev.customerintelligence.benchmarks.data.Traffic;
import dev.customerintelligence.benchmarks.data.Visits;
import dev.customerintelligence.benchmarks.page.Found;
import dev.customerintelligence.benchmarks.page.Limit;
import dev.customerintelligence.benchmarks.page.Ratio;
import dev.customerintelligence.benchmarks.page.Section;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashedIp;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.recognition.Recognition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Recognition in memory, beside looking two keys up in plain maps. */
@Section(
    order = 10,
    title = "Recognise in memory",
    text =
        "One call of RecognitionService.recognize, the hashing of the visit's address included,"
            + " beside two HashMap.get with the visit's fingerprint and hashed address on maps of"
            + " as many keys as the shop has. The visits are 65,536 different ones. The target of"
            + " ten times is set for a shop of 1,000,000 devices. And beside both, the hashing of"
            + " the address alone.")
@Ratio(
    says = "recognise / two map lookups",
    of = "recognise",
    by = "twoMapLookups",
    atMost = 10,
    holdsFor = "inMemory=1000000")
@Ratio(says = "hash of the address / two map lookups", of = "hashAddress", by = "twoMapLookups")
@Ratio(says = "recognise / hash of the address", of = "recognise", by = "hashAddress")
@Ratio(
    says = "recognise, address of 2,000 customers / two map lookups of quiet visits",
    of = "recognise[traffic=CROWD_2000]",
    by = "twoMapLookups[traffic=QUIET]",
    atMost = 10,
    holdsFor = "inMemory=1000000")
@Ratio(
    says = "recognise, address of 20,000 customers / two map lookups of quiet visits",
    of = "recognise[traffic=CROWD_20000]",
    by = "twoMapLookups[traffic=QUIET]",
    atMost = 10,
    holdsFor = "inMemory=1000000")
@Ratio(
    says = "address of 2,000 customers / quiet",
    of = "recognise[traffic=CROWD_2000]",
    by = "recognise[traffic=QUIET]",
    atMost = 1.5)
@Ratio(
    says = "address of 20,000 customers / quiet",
    of = "recognise[traffic=CROWD_20000]",
    by = "recognise[traffic=QUIET]",
    atMost = 1.5)
@Ratio(
    says = "quiet, 4,000,000 devices / 100,000",
    of = "recognise[traffic=QUIET,inMemory=4000000]",
    by = "recognise[traffic=QUIET,inMemory=100000]")
@Ratio(
    says = "the same of two map lookups",
    of = "twoMapLookups[traffic=QUIET,inMemory=4000000]",
    by = "twoMapLookups[traffic=QUIET,inMemory=100000]")
@Limit(
    says = "allocated by a recognition",
    of = "recognise",
    metric = Limit.ALLOCATED,
    unit = "B",
    atMost = 1024)
@Found({
  "A profile of allocations showed copies of a crowded key's newest devices, an address of IPv6 written"
      + " through four texts on its way to its hash, iterators and Optionals. The newest devices"
      + " are read where they stand now, the address is written once, and a key is compared by"
      + " its hash first.",
  "What is left is what the caller gets: the candidates with the evidence of each, and the hash of the"
      + " visit's address.",
  "For crowds, and for a shop that the processor's caches hold, ten times two look-ups of the same"
      + " keys is too little: the same few keys come again and again, so that two look-ups find them"
      + " in a cache, whatever the size of the tables, and the hash of the address alone takes"
      + " several times as long as they do. Beside them stand two look-ups of quiet visits, which do"
      + " feel that size.",
  "A crowd of 2,000 was once measured at more than twice what it takes: the iterations showed it fast"
      + " as soon as memory had been collected once. Memory that a JVM has not touched yet costs a"
      + " fault for each page; the young generation is small now, and the warm-up goes through it."
})
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// The young generation is so small that the warm-up has touched all of it.
@Fork(jvmArgsAppend = {"-Xmx8g", "-Xmn512m"})
public class RecognizeInMemory {
  /** Where the next visit of a thread is. */
  @State(Scope.Thread)
  public static class Position {
    private int next;
  }

  /** The shop and the visits. */
  @State(Scope.Benchmark)
  public static class Data {
    /** Devices in the shop; half as many customers. */
    @Param("1000000")
    public int inMemory;

    /** Which visits. */
    @Param public Traffic traffic = Traffic.MIXED;

    private final List<Fingerprint> fingerprints = new ArrayList<>();
    private final List<IpHash> ipHashes = new ArrayList<>();
    private final IpHasher hasher = MemoryShop.ipHasher();
    private MemoryShop shop;
    private Visits visits;

    /** Makes both. */
    @Setup
    public void make() {
      shop = MemoryShop.of(inMemory);
      visits = Visits.of(inMemory, traffic, hasher);
      for (int i = 0; i < visits.visits().size(); i++) {
        fingerprints.add(visits.visit(i).fingerprint().orElseThrow());
        ipHashes.add(new IpHash(visits.ipHash(i)));
      }
    }
  }

  /** Recognises one visitor. */
  @Benchmark
  public Recognition recognise(Data data, Position position) {
    return data.shop.recognition().recognize(data.visits.visit(position.next++));
  }

  /** Hashes the address of one visitor. */
  @Benchmark
  public HashedIp hashAddress(Data data, Position position) {
    return data.hasher.hash(data.visits.visit(position.next++).ipAddress().orElseThrow());
  }

  /** Looks two keys up. */
  @Benchmark
  public int twoMapLookups(Data data, Position position) {
    int i = position.next++ & (data.fingerprints.size() - 1);
    Integer browser = data.shop.fingerprints().get(data.fingerprints.get(i));
    Integer network = data.shop.ipHashes().get(data.ipHashes.get(i));
    return (browser == null ? 0 : browser) + (network == null ? 0 : network);
  }
}
