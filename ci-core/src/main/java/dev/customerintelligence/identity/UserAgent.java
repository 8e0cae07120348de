package dev.customerintelligence.identity;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A browser's user agent: the text as sent, and what a small parser takes from it.
 *
 * <p>The text is the visitor's claim and can be forged. {@code toString} shows what was parsed, not
 * the text. Two are equal when their texts are. Immutable.
 */
public final class UserAgent {
  /** The longest text kept, in characters: in UTF-8 it fits a column of 65,535 bytes. */
  public static final int MAX_LENGTH = 16_383;

  private final String value;
  private final UserAgentParser.Parsed parsed;

  private UserAgent(String value) {
    this.value = value;
    this.parsed = UserAgentParser.parse(value);
  }

  /**
   * Returns the user agent, or empty for null and blank. Never throws.
   *
   * <p>Control characters and unpaired surrogates are removed, and the text is cut to {@link
   * #MAX_LENGTH}.
   */
  public static Optional<UserAgent> parse(@Nullable String raw) {
    String storable = raw == null ? "" : storable(raw);
    return CanonicalText.trimmed(storable).isEmpty()
        ? Optional.empty()
        : Optional.of(new UserAgent(storable));
  }

  /** Returns the text as sent, without what no column can hold; 1 to {@link #MAX_LENGTH} chars. */
  public String value() {
    return value;
  }

  /** Returns the browser's family. */
  public BrowserFamily family() {
    return parsed.family();
  }

  /** Returns the browser's major version, 1 to 99,999, or 0 when it is not known. */
  public int majorVersion() {
    return parsed.majorVersion();
  }

  /** Returns the operating system. */
  public OperatingSystem os() {
    return parsed.os();
  }

  /** Returns the kind of device. */
  public DeviceClass deviceClass() {
    return parsed.deviceClass();
  }

  /**
   * Returns whether this may be {@code earlier} after an update: the same family, operating system
   * and device class, and a major version that is not older.
   *
   * <p>False for bots and for {@link BrowserFamily#OTHER}, and when either version is not known.
   */
  public boolean isCompatibleSuccessorOf(UserAgent earlier) {
    return family() != BrowserFamily.BOT
        && family() != BrowserFamily.OTHER
        && family() == earlier.family()
        && os() == earlier.os()
        && deviceClass() == earlier.deviceClass()
        && earlier.majorVersion() > 0
        && majorVersion() >= earlier.majorVersion();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UserAgent that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns what was parsed, such as {@code UserAgent[CHROME 126, WINDOWS, DESKTOP]}. */
  @Override
  public String toString() {
    return "UserAgent["
        + family()
        + " "
        + majorVersion()
        + ", "
        + os()
        + ", "
        + deviceClass()
        + "]";
  }

  private static String storable(String raw) {
    StringBuilder kept = new StringBuilder(Math.min(raw.length(), MAX_LENGTH));
    for (int i = 0; i < raw.length(); ) {
      int codePoint = raw.codePointAt(i);
      int width = Character.charCount(codePoint);
      if (!Character.isISOControl(codePoint) && !CanonicalText.isSurrogate(codePoint)) {
        if (kept.length() + width > MAX_LENGTH) {
          break;
        }
        kept.appendCodePoint(codePoint);
      }
      i += width;
    }
    return kept.toString();
  }
}
