package dev.customerintelligence.benchmarks.run;

import dev.customerintelligence.benchmarks.server.Store;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is said of a run beside its results. */
final class Facts {
  static final String DATE = "date";
  static final String COMMAND = "command";
  static final String LIBRARY = "library";

  private Facts() {}

  /** Returns the name of the fact that tells of a server's cache. */
  static String cacheOf(Store store) {
    return store.name() + " cache";
  }

  /**
   * Returns the facts of a run whose results come beside those of another.
   *
   * @param before the other's
   * @param now this one's
   * @param kept the servers that the other's results are of, as far as they are kept
   * @throws IllegalStateException naming the fact that differs, when the results cannot stand
   *     beside each other
   */
  static Map<String, String> merged(
      Map<String, String> before, Map<String, String> now, Set<Store> kept) {
    Map<String, String> merged = new LinkedHashMap<>(now);
    before.forEach(
        (fact, then) -> {
          String known = now.get(fact);
          if (known == null) {
            if (isKept(fact, kept)) {
              merged.put(fact, then);
            }
          } else if (fact.equals(COMMAND) || fact.equals(LIBRARY)) {
            merged.put(fact, (then + ", ").contains(known + ", ") ? then : then + ", " + known);
          } else if (!fact.equals(DATE) && isKept(fact, kept)) {
            requireSame(fact, then, known);
          }
        });
    for (Store store : kept) {
      String cache = cacheOf(store);
      if (now.containsKey(cache)) {
        requireSame(cache, before.getOrDefault(cache, "not said"), now.get(cache));
      }
    }
    return merged;
  }

  private static void requireSame(String fact, String then, @Nullable String known) {
    if (!then.equals(known)) {
      throw new IllegalStateException(
          "There are results of another run, whose "
              + fact
              + " was '"
              + then
              + "' and not '"
              + known
              + "': remove them, or name another folder with --results");
    }
  }

  private static boolean isKept(String fact, Set<Store> kept) {
    return Arrays.stream(Store.values())
        .filter(store -> fact.equals(store.name()) || fact.equals(cacheOf(store)))
        .allMatch(kept::contains);
  }
}
