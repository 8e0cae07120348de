package dev.customerintelligence.examples.storefront.visitor;

import com.google.common.collect.EvictingQueue;
import dev.customerintelligence.recognition.Candidate;
import dev.customerintelligence.recognition.Recognition;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The newest recognitions, in memory, for the owner to look into. Thread-safe. */
@Component
public final class RecentRecognitions {
  /** How many are kept. */
  public static final int KEPT = 500;

  /**
   * One recognition.
   *
   * @param number counted from the start of the process
   * @param at when
   * @param recognition what came of it
   */
  public record Entry(long number, Instant at, Recognition recognition) {
    /** Returns the probability of the first candidate, 0 when there is none. */
    public double confidence() {
      return recognition.candidates().stream().mapToDouble(Candidate::posterior).max().orElse(0);
    }
  }

  private final InstantSource clock;
  private final MeterRegistry meters;
  private final EvictingQueue<Entry> entries = EvictingQueue.create(KEPT);
  private long last;

  RecentRecognitions(InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    this.meters = meters;
  }

  /** Adds a recognition and counts it. */
  public void add(Recognition recognition) {
    Entry entry = keep(recognition);
    DistributionSummary.builder("storefront.recognition.confidence")
        .description("Probability of the most probable customer of a visit")
        .tag("decision", recognition.decision().name().toLowerCase(Locale.ROOT))
        .register(meters)
        .record(entry.confidence());
  }

  /** Returns what is kept, newest last. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  /** Returns one, unless newer ones took its place. */
  public synchronized Optional<Entry> find(long number) {
    return entries.stream().filter(entry -> entry.number() == number).findFirst();
  }

  private synchronized Entry keep(Recognition recognition) {
    last++;
    Entry entry = new Entry(last, clock.instant(), recognition);
    entries.add(entry);
    return entry;
  }
}
