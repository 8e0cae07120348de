package dev.customerintelligence.storage.mysql;

import com.google.common.collect.ImmutableMap;
import dev.customerintelligence.error.InvalidInputException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a column of the shop's tables holds, so that a value that does not fit is refused here: a
 * server that is not in strict mode would cut it and only warn.
 *
 * @param type the data type's name, in lower case
 * @param unsigned whether numbers are
 * @param nullable whether it may be null
 * @param maxChars the longest text, in characters, or null where it has no length
 * @param maxBytes the longest text, in bytes, or null
 * @param charset the texts' character set, or null
 * @param collation the texts' collation, or null
 * @param precision the digits of a decimal, or null
 * @param scale those behind the point, or null
 */
record Column(
    String type,
    boolean unsigned,
    boolean nullable,
    @Nullable Long maxChars,
    @Nullable Long maxBytes,
    @Nullable String charset,
    @Nullable String collation,
    @Nullable Integer precision,
    @Nullable Integer scale) {
  private static final ImmutableMap<String, Integer> BITS =
      ImmutableMap.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "bigint", 64);

  private static final int ASCII_END = 0x80;

  /** Of one {@code char}, in any character set. */
  private static final int MOST_BYTES = 3;

  /** Returns the text, or refuses one that is too long or has characters that do not exist here. */
  @Nullable String text(String field, @Nullable String value) {
    if (value == null) {
      return null;
    }
    if (maxChars != null && value.length() > maxChars) {
      long chars = value.codePointCount(0, value.length());
      if (chars > maxChars) {
        throw new InvalidInputException(
            field, "must have at most " + maxChars + " characters in this store, has " + chars);
      }
    }
    if (!holds(value)) {
      throw new InvalidInputException(
          field,
          "must have only characters of the column's character set in this store, " + charset);
    }
    if (maxBytes != null && value.length() > maxBytes / MOST_BYTES && bytes(value) > maxBytes) {
      throw new InvalidInputException(
          field, "must have at most " + maxBytes + " bytes in this store, has " + bytes(value));
    }
    return value;
  }

  /** Returns the beginning of a text, as far as the column holds it. */
  @Nullable String cut(@Nullable String value) {
    if (value == null) {
      return null;
    }
    StringBuilder kept = new StringBuilder(value.length());
    long chars = 0;
    long bytes = 0;
    for (int i = 0; i < value.length(); ) {
      int codePoint = value.codePointAt(i);
      i += Character.charCount(codePoint);
      if (!holds(codePoint)) {
        continue;
      }
      chars++;
      bytes += bytes(Character.toString(codePoint));
      if ((maxChars != null && chars > maxChars) || (maxBytes != null && bytes > maxBytes)) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.toString();
  }

  /** Returns the number, or refuses one outside the type's range. */
  @Nullable Long whole(String field, @Nullable Long value) {
    Integer bits = BITS.get(type);
    if (value == null || bits == null) {
      return value;
    }
    int magnitude = unsigned ? bits : bits - 1;
    long lowest = unsigned ? 0 : -1L << magnitude;
    // No long is larger than an unsigned bigint holds.
    long highest = magnitude < Long.SIZE - 1 ? (1L << magnitude) - 1 : Long.MAX_VALUE;
    if (value < lowest || value > highest) {
      throw new InvalidInputException(
          field, "must be between " + lowest + " and " + highest + " in this store, is " + value);
    }
    return value;
  }

  /** Returns the number, or refuses one that has more digits than the column. */
  @Nullable BigDecimal decimal(String field, @Nullable BigDecimal value) {
    if (value == null || precision == null || scale == null || value.signum() == 0) {
      return value;
    }
    BigDecimal digits = value.stripTrailingZeros();
    if (digits.scale() > scale || digits.precision() - digits.scale() > precision - scale) {
      throw new InvalidInputException(
          field,
          "must have at most "
              + (precision - scale)
              + " digits before and "
              + scale
              + " behind the point in this store, is "
              + value.toPlainString());
    }
    return value;
  }

  /** Returns the text, or what stands for none: null where the column allows it. */
  @Nullable String orNone(@Nullable String value) {
    return value == null && !nullable ? "" : value;
  }

  /** Returns whether two spellings that differ in case only are the same to the column. */
  boolean ignoresCase() {
    String name = collation == null ? "_bin" : collation.toLowerCase(Locale.ROOT);
    return !name.endsWith("_bin") && !name.endsWith("_cs");
  }

  private boolean holds(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= ASCII_END) {
        return value.codePoints().allMatch(this::holds);
      }
    }
    return true;
  }

  private boolean holds(int codePoint) {
    if (charset == null || charset.equals("utf8mb4") || codePoint < ASCII_END) {
      return true;
    }
    if (charset.equals("utf8") || charset.equals("utf8mb3")) {
      return Character.isBmpCodePoint(codePoint);
    }
    return charset.equals("latin1") && isLatin1(codePoint);
  }

  /** MySQL's latin1 is Windows' code page 1252. */
  private static boolean isLatin1(int codePoint) {
    CharsetEncoder encoder = Charset.forName("windows-1252").newEncoder();
    return encoder.canEncode(Character.toString(codePoint));
  }

  private long bytes(String value) {
    return charset == null || charset.startsWith("utf8")
        ? value.getBytes(StandardCharsets.UTF_8).length
        : value.length();
  }
}
