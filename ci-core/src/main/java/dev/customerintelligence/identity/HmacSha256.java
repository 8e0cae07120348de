package dev.customerintelligence.identity;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * HMAC-SHA-256 (RFC 2104) under one key. Thread-safe.
 *
 * <p>Every recognition hashes an address: one digest is kept for each thread, as a new one, or a
 * copy, would cost more memory than the rest of a recognition, and an array beside it. Both are
 * classes of the JDK's, so that a thread that outlives the application holds nothing of it.
 */
final class HmacSha256 {
  private static final int BLOCK = 64;
  private static final int LENGTH = 32;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;
  private static final HexFormat HEX = HexFormat.of();
  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(HmacSha256::newDigest);

  private static final ThreadLocal<byte[]> HASH = ThreadLocal.withInitial(() -> new byte[LENGTH]);

  private final byte[] inner = new byte[BLOCK];
  private final byte[] outer = new byte[BLOCK];

  HmacSha256(byte[] key) {
    byte[] short64 = key.length > BLOCK ? newDigest().digest(key) : key;
    for (int i = 0; i < BLOCK; i++) {
      byte octet = i < short64.length ? short64[i] : 0;
      inner[i] = (byte) (octet ^ INNER);
      outer[i] = (byte) (octet ^ OUTER);
    }
  }

  /** Returns the hash of a text in UTF-8 as 64 lower-case hexadecimal digits. */
  String hex(String text) {
    return HEX.formatHex(hashForNow(text));
  }

  /** Returns the hash of a text in UTF-8, 32 bytes. */
  byte[] hash(String text) {
    return hashForNow(text).clone();
  }

  /** Returns the hash in an array that the thread's next call overwrites. */
  private byte[] hashForNow(String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    byte[] hash = HASH.get();
    MessageDigest digest = DIGEST.get();
    digest.reset();
    try {
      digest.update(inner);
      digest.update(message);
      digest.digest(hash, 0, LENGTH);
      digest.update(outer);
      digest.update(hash);
      digest.digest(hash, 0, LENGTH);
    } catch (DigestException e) {
      throw new AssertionError("SHA-256 has 32 bytes", e);
    }
    return hash;
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }
}
