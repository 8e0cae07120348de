package dev.customerintelligence.recognition;

import org.jspecify.annotations.Nullable;

/**
 * The tallies of one visit's customers, in a plain array, as every recognition makes them: first a
 * hash table with open addressing, then a list.
 */
final class Tallies {
  private Tallies() {}

  /** Returns a table without customers, for so many at most. */
  static @Nullable Tally[] table(int most) {
    return new Tally[Integer.highestOneBit(Math.max(1, most)) * 2];
  }

  /** Returns the tally of the device's customer in the table, where it is put if it is not. */
  static Tally of(@Nullable Tally[] table, Device device) {
    int mask = table.length - 1;
    int hash = device.customer().hashCode();
    int slot = (hash ^ (hash >>> 16)) & mask;
    while (true) {
      Tally tally = table[slot];
      if (tally == null) {
        Tally made = new Tally(device);
        table[slot] = made;
        return made;
      }
      if (tally.customer.equals(device.customer())) {
        return tally;
      }
      slot = (slot + 1) & mask;
    }
  }

  /**
   * Makes the table a list of the nominated: a crowded key nominates nobody whom only it finds.
   *
   * @return how many they are
   */
  static int nominate(@Nullable Tally[] table, boolean crowdedBrowser, boolean crowdedNetwork) {
    int count = 0;
    for (Tally tally : table) {
      if (tally != null
          && ((tally.foundByFingerprint && !crowdedBrowser)
              || (tally.foundByIpHash && !crowdedNetwork)
              || (tally.foundByFingerprint && tally.foundByIpHash))) {
        table[count++] = tally;
      }
    }
    return count;
  }
}
