package dev.customerintelligence.identity;

import java.util.Random;

/** Texts for property tests: random code units among pieces that the parsers look for. */
final class RandomText {
  private final Random random;
  private final String[] pieces;

  RandomText(long seed, String... pieces) {
    this.random = new Random(seed);
    this.pieces = pieces;
  }

  String next(int maxPieces) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(maxPieces + 1); left > 0; left--) {
      if (random.nextInt(3) == 0) {
        text.append((char) random.nextInt(Character.MAX_VALUE + 1));
      } else {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
    }
    return text.toString();
  }
}
