package dev.customerintelligence.sync;

import com.google.common.collect.Lists;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.internal.Inputs;
import dev.customerintelligence.order.CustomerNames;
import dev.customerintelligence.sync.SyncBatch.Guard;
import dev.customerintelligence.sync.SyncBatch.Move;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a target in step with a source: profiles and offers; devices and events by a migration.
 *
 * <p>The source is the truth. Changes are followed by the source's own clock, in batches whose rows
 * and checkpoint are one transaction of the target: a sync that is killed goes on from there, and
 * of several that run at once each change is written by one. Deletions leave no trace to follow;
 * they are found by comparing, which also finds whatever else went past the clock. While a store is
 * away every method waits, tells the listener, and goes on; one that waited for {@link
 * SyncPolicy#longestOutage} throws {@link
 * dev.customerintelligence.error.StorageUnavailableException}, and may be called again.
 *
 * <p>A row that cannot be read, that the target cannot hold, or whose person was erased at the
 * target holds nothing up: it is left out, counted and named. Thread-safe.
 */
public final class SyncService {
  /** The most offers of one customer that {@link #syncCustomer} reads. */
  public static final int MAX_OFFERS = 1_000;

  private static final int MAX_NUMBERS = SyncBatch.MAX_ROWS;

  private final SyncSource source;
  private final SyncTarget target;
  private final CustomerNames names;
  private final SyncPolicy policy;
  private final Telemetry telemetry;

  /**
   * Joins the two stores.
   *
   * @param source what is followed
   * @param target what follows
   * @param names what customers are called, where the source's profiles do not say; a name that the
   *     target has is never replaced by none
   * @param policy the numbers
   * @param listener who is told
   * @param clock for {@link SyncState#lastSuccess} and rates; nothing else
   */
  public SyncService(
      SyncSource source,
      SyncTarget target,
      CustomerNames names,
      SyncPolicy policy,
      SyncListener listener,
      InstantSource clock) {
    this.source = Inputs.required("source", source);
    this.target = Inputs.required("target", target);
    this.names = Inputs.required("names", names);
    this.policy = Inputs.required("policy", policy);
    this.telemetry =
        new Telemetry(Inputs.required("listener", listener), Inputs.required("clock", clock));
  }

  /** Returns how the sync stands. */
  public SyncState state() {
    return telemetry.state();
  }

  /** Writes the changes that are due, and then whatever a comparison finds, deletions with it. */
  public SyncReport runOnce() {
    Run run = new Run(policy.longestOutage());
    run.follow();
    run.mend(false);
    return run.report();
  }

  /** Writes the changes that are due; deletions are not among them. */
  public SyncReport catchUp() {
    Run run = new Run(policy.longestOutage());
    run.follow();
    return run.report();
  }

  /**
   * Writes what the source has of one customer now, at most {@link #MAX_OFFERS} offers, and deletes
   * what it has no longer.
   */
  public SyncReport syncCustomer(EmailAddress customer) {
    Inputs.required("customer", customer);
    Run run = new Run(policy.longestOutage());
    for (SyncTable table : SyncTable.IN_STEP) {
      run.customer(table, customer);
    }
    return run.report();
  }

  /**
   * Compares both stores and names every difference to the listener; changes nothing. A row that
   * changes meanwhile may be named.
   */
  public Verification verify(Verification.Depth depth) {
    Inputs.required("depth", depth);
    Run run = new Run(policy.longestOutage());
    Comparison comparison = run.comparison(null);
    for (SyncTable table : SyncTable.IN_STEP) {
      if (depth == Verification.Depth.EVERY_ROW) {
        comparison.compareEveryRow(table);
      } else {
        comparison.compare(table);
      }
      comparison.compareWithoutSource(table);
    }
    return run.compared(comparison);
  }

  /**
   * Makes the target what the source says, row by row where they differ, and deletes from the
   * target profiles and offers that never came from a source.
   */
  public SyncReport repair() {
    Run run = new Run(policy.longestOutage());
    run.mend(true);
    return run.report();
  }

  /**
   * Copies devices or events once; a migration that was stopped goes on where it was, and one that
   * is repeated copies what is new. Nothing is deleted, and what the target wrote itself stays.
   *
   * @param table {@link SyncTable#DEVICES} or {@link SyncTable#EVENTS}
   * @throws InvalidInputException naming {@code table}, when it is another
   */
  public SyncReport migrate(SyncTable table) {
    if (SyncTable.IN_STEP.contains(Inputs.required("table", table))) {
      throw new InvalidInputException("table", "must be DEVICES or EVENTS, is " + table);
    }
    Run run = new Run(policy.longestOutage());
    while (!run.migrate(table)) {
      telemetry.tell(new SyncEvent.Overtaken(table));
    }
    return run.report();
  }

  /**
   * Begins to keep the target in step on a thread of its own, until what is returned is closed. A
   * store that is away is waited for as long as it takes.
   */
  public ContinuousSync start() {
    return new ContinuousSync(policy, telemetry, this::followForever, this::sweepForever);
  }

  private void followForever() {
    new Run(null).follow();
  }

  private void sweepForever() {
    new Run(null).mend(false);
  }

  /** One run of a service. */
  private final class Run {
    private final Tally tally = new Tally();
    private final Persistence persistence;
    private final Writer writer;

    Run(@Nullable Duration longestOutage) {
      telemetry.begin();
      persistence = new Persistence(policy, longestOutage, telemetry);
      writer =
          new Writer(
              source, target, new TargetRows(source.name(), names), persistence, telemetry, tally);
    }

    void follow() {
      Following following = new Following(source, target, policy, writer, persistence, telemetry);
      SyncTable.IN_STEP.forEach(following::follow);
    }

    /** Offers before profiles would leave offers of customers that are not there yet. */
    void mend(boolean withoutSource) {
      Comparison comparison = comparison(writer);
      for (SyncTable table : SyncTable.IN_STEP) {
        comparison.compare(table);
        if (withoutSource) {
          comparison.compareWithoutSource(table);
        }
      }
      compared(comparison);
    }

    Comparison comparison(@Nullable Writer mending) {
      return new Comparison(source, target, persistence, telemetry, mending, policy.batch());
    }

    Verification compared(Comparison comparison) {
      Verification result = comparison.result();
      telemetry.compared(result.differences());
      return result;
    }

    void customer(SyncTable table, EmailAddress customer) {
      List<SourceRow> rows = persistence.call(() -> source.rowsOf(table, customer, MAX_OFFERS));
      Set<Long> held =
          new HashSet<>(
              persistence.call(
                  () -> target.numbersOf(source.name(), table, customer, MAX_NUMBERS)));
      rows.forEach(row -> held.remove(row.number()));
      List<Long> missing = List.copyOf(held);
      if (!missing.isEmpty()) {
        persistence
            .call(() -> source.rows(table, missing))
            .forEach(row -> held.remove(row.number()));
      }
      writer.write(table, List.of(), List.copyOf(held), Guard.NEWER_ONLY, null, null);
      for (List<SourceRow> some : Lists.partition(rows, policy.batch())) {
        writer.write(table, some, List.of(), Guard.NEWER_ONLY, null, null);
      }
    }

    boolean migrate(SyncTable table) {
      SyncCheckpoint checkpoint = persistence.call(() -> target.checkpoint(source.name(), table));
      long after = checkpoint.position().number();
      long revision = checkpoint.revision();
      List<SourceRow> page;
      do {
        long from = after;
        page = persistence.call(() -> source.rowsAfter(table, from, policy.batch()));
        if (page.isEmpty()) {
          break;
        }
        after = page.get(page.size() - 1).number();
        Move move = new Move(revision, new SyncPosition(SyncPosition.START.changedAt(), after));
        if (!writer.write(table, page, List.of(), Guard.NEWER_ONLY, move, null)) {
          return false;
        }
        revision++;
      } while (page.size() == policy.batch());
      return true;
    }

    SyncReport report() {
      return tally.report();
    }
  }
}
