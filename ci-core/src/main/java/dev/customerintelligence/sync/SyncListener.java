package dev.customerintelligence.sync;

/** Is told what a sync does, on the thread that does it; it should return soon and not throw. */
@FunctionalInterface
public interface SyncListener {
  /** Takes an event. */
  void on(SyncEvent event);
}
