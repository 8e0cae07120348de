package dev.customerintelligence.forecast;

import java.util.Arrays;
import java.util.Collection;

/**
 * Summaries as columns, equal rows collapsed into one with a weight, times in a unit in which the
 * longest age is {@value #LONGEST_AGE}: optimisers like parameters of the order of one.
 */
final class WeightedSummaries {
  private static final double LONGEST_AGE = 40;
  private static final int HASH_BITS = 64;

  /** Distinct frequencies, rising. */
  final int[] frequencies;

  /** By row: the index of its frequency in {@link #frequencies}. */
  final int[] frequency;

  final double[] recency;
  final double[] age;

  /** The sum of the logarithms of the gaps; only where rows are kept apart by it. */
  final double[] logGaps;

  final double[] weight;
  final int size;
  final int customers;

  /** Over all customers. */
  final double totalLogGaps;

  /** Times of the summaries by this give the times of the rows. */
  final double timeScale;

  /** What the change of unit adds to the logarithm of the likelihood. */
  final double logScale;

  /**
   * Collapses summaries.
   *
   * @param byGaps whether customers who differ in the logarithms of their gaps stay apart
   */
  WeightedSummaries(Collection<PurchaseSummary> summaries, boolean byGaps) {
    double longest = 0;
    for (PurchaseSummary summary : summaries) {
      longest = Math.max(longest, summary.age());
    }
    timeScale = longest > 0 ? LONGEST_AGE / longest : 1;
    double shift = Math.log(timeScale);
    customers = summaries.size();

    int[] count = new int[customers];
    double[] recencies = new double[customers];
    double[] ages = new double[customers];
    double[] gaps = new double[customers];
    double[] weights = new double[customers];
    int[] slots = new int[Integer.highestOneBit(Math.max(1, customers)) * 4];
    int rows = 0;
    double allGaps = 0;
    double repeats = 0;
    for (PurchaseSummary summary : summaries) {
      int x = summary.frequency();
      double key = byGaps ? summary.sumLogGaps() : 0;
      allGaps += summary.sumLogGaps() + x * shift;
      repeats += x;
      int slot = slot(x, summary.recency(), summary.age(), key, slots.length);
      while (slots[slot] > 0) {
        int row = slots[slot] - 1;
        if (count[row] == x
            && recencies[row] == summary.recency()
            && ages[row] == summary.age()
            && gaps[row] == key) {
          break;
        }
        slot = (slot + 1) % slots.length;
      }
      if (slots[slot] == 0) {
        count[rows] = x;
        recencies[rows] = summary.recency();
        ages[rows] = summary.age();
        gaps[rows] = key;
        slots[slot] = ++rows;
      }
      weights[slots[slot] - 1]++;
    }
    size = rows;
    totalLogGaps = allGaps;
    logScale = repeats * shift;
    frequencies = Arrays.stream(count, 0, rows).sorted().distinct().toArray();
    frequency = new int[rows];
    for (int i = 0; i < rows; i++) {
      frequency[i] = Arrays.binarySearch(frequencies, count[i]);
      recencies[i] *= timeScale;
      ages[i] *= timeScale;
      gaps[i] += count[i] * shift;
    }
    recency = Arrays.copyOf(recencies, rows);
    age = Arrays.copyOf(ages, rows);
    logGaps = Arrays.copyOf(gaps, rows);
    weight = Arrays.copyOf(weights, rows);
  }

  private WeightedSummaries(WeightedSummaries all, int size) {
    this.size = size;
    timeScale = all.timeScale;
    int[] kept = new int[size];
    for (int i = 0; i < size; i++) {
      kept[i] = (int) ((long) i * all.size / size);
    }
    int[] count = Arrays.stream(kept).map(row -> all.frequencies[all.frequency[row]]).toArray();
    recency = Arrays.stream(kept).mapToDouble(row -> all.recency[row]).toArray();
    age = Arrays.stream(kept).mapToDouble(row -> all.age[row]).toArray();
    logGaps = Arrays.stream(kept).mapToDouble(row -> all.logGaps[row]).toArray();
    weight = Arrays.stream(kept).mapToDouble(row -> all.weight[row]).toArray();
    frequencies = Arrays.stream(count).sorted().distinct().toArray();
    frequency = Arrays.stream(count).map(x -> Arrays.binarySearch(frequencies, x)).toArray();
    double people = 0;
    double repeats = 0;
    double allGaps = 0;
    for (int i = 0; i < size; i++) {
      people += weight[i];
      repeats += weight[i] * count[i];
      allGaps += weight[i] * logGaps[i];
    }
    customers = (int) people;
    totalLogGaps = allGaps;
    logScale = repeats * Math.log(timeScale);
  }

  /** Returns so many rows, evenly spread over these; these where there are no more. */
  WeightedSummaries sample(int rows) {
    return rows < size ? new WeightedSummaries(this, rows) : this;
  }

  private static int slot(int x, double recency, double age, double gaps, int slots) {
    long hash = x;
    hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToRawLongBits(recency);
    hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToRawLongBits(age);
    hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToRawLongBits(gaps);
    hash *= 0x9E3779B97F4A7C15L;
    return (int) (hash >>> (HASH_BITS - Integer.numberOfTrailingZeros(slots)));
  }
}
