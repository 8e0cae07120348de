package dev.customerintelligence.sync;

import dev.customerintelligence.internal.ReadAhead;
import dev.customerintelligence.sync.SyncBatch.Guard;
import dev.customerintelligence.sync.SyncBatch.Move;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Follows the changes of a table from the checkpoint to the newest one that is due. */
final class Following {
  private final SyncSource source;
  private final SyncTarget target;
  private final SyncPolicy policy;
  private final Writer writer;
  private final Persistence persistence;
  private final Telemetry telemetry;

  Following(
      SyncSource source,
      SyncTarget target,
      SyncPolicy policy,
      Writer writer,
      Persistence persistence,
      Telemetry telemetry) {
    this.source = source;
    this.target = target;
    this.policy = policy;
    this.writer = writer;
    this.persistence = persistence;
    this.telemetry = telemetry;
  }

  /** Follows the table until it is done, whoever else moves the checkpoint. */
  void follow(SyncTable table) {
    while (!round(table)) {
      telemetry.tell(new SyncEvent.Overtaken(table));
    }
  }

  private boolean round(SyncTable table) {
    SyncCheckpoint checkpoint = persistence.call(() -> target.checkpoint(source.name(), table));
    Instant due = persistence.call(source::now).minus(policy.settle());
    SyncPosition end = SyncPosition.behind(due);
    // A clock that was set back tells changes that lie before the checkpoint.
    SyncPosition known = min(checkpoint.position(), end);
    SyncPosition from = before(known);
    long revision = checkpoint.revision();
    try (ReadAhead<List<SourceRow>> reading = new ReadAhead<>()) {
      List<SourceRow> page = read(table, from, due);
      while (true) {
        boolean last = page.size() < policy.batch();
        SyncPosition reached = last ? end : page.get(page.size() - 1).position();
        if (!last) {
          reading.start(() -> read(table, reached, due));
        }
        Duration lag = policy.settle().plus(Duration.between(reached.changedAt(), due));
        Move move = new Move(revision, max(reached, known));
        if (!writer.write(table, page, List.of(), Guard.NEWER_ONLY, move, lag)) {
          return false;
        }
        if (last) {
          telemetry.caughtUp(table, policy.settle());
          return true;
        }
        revision++;
        page = reading.take();
      }
    }
  }

  private List<SourceRow> read(SyncTable table, SyncPosition after, Instant due) {
    return persistence.call(() -> source.changes(table, after, due, policy.batch()));
  }

  private SyncPosition before(SyncPosition position) {
    Instant earliest = SyncPosition.START.changedAt();
    Instant from =
        position.changedAt().isBefore(earliest.plus(policy.overlap()))
            ? earliest
            : position.changedAt().minus(policy.overlap());
    return new SyncPosition(from, 0);
  }

  private static SyncPosition min(SyncPosition a, SyncPosition b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static SyncPosition max(SyncPosition a, SyncPosition b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
