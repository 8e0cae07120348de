package dev.customerintelligence.identity;

import com.google.common.base.CharMatcher;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.security.SecureRandom;

/**
 * A secret for keyed hashes, with an id that tells it from earlier and later ones.
 *
 * <p>Whoever has the secret can turn an address hash back by trying all addresses; keep it outside
 * the database. Without it, stored hashes match no new visit. Immutable and thread-safe; {@code
 * toString} shows only the id. Two keys are equal only if they are the same object.
 */
public final class HashKey {
  /** The least length of a secret, in bytes: that of the SHA-256 output (RFC 2104, section 3). */
  public static final int MIN_SECRET_BYTES = 32;

  private static final int MAX_ID_LENGTH = 32;
  private static final CharMatcher ID_CHARACTERS =
      CharMatcher.inRange('A', 'Z')
          .or(CharMatcher.inRange('a', 'z'))
          .or(CharMatcher.inRange('0', '9'))
          .or(CharMatcher.anyOf("._-"));

  private final String id;
  private final byte[] secret;

  private HashKey(String id, byte[] secret) {
    this.id = id;
    this.secret = secret;
  }

  /**
   * Returns a key with a given secret, which is copied.
   *
   * @param id 1 to 32 of {@code A-Z a-z 0-9 . _ -}
   * @param secret at least {@link #MIN_SECRET_BYTES} bytes from a cryptographic random source
   * @throws InvalidInputException naming {@code hashKeyId} or {@code hashKeySecret}, when it is
   *     null or outside what its description says; the message does not hold the secret
   */
  public static HashKey of(String id, byte[] secret) {
    byte[] copy = Inputs.required("hashKeySecret", secret).clone();
    if (copy.length < MIN_SECRET_BYTES) {
      throw new InvalidInputException(
          "hashKeySecret", "must have at least " + MIN_SECRET_BYTES + " bytes, has " + copy.length);
    }
    return new HashKey(checkedId(id), copy);
  }

  /**
   * Returns a key with a new random secret of {@link #MIN_SECRET_BYTES} bytes, to be stored by the
   * caller.
   *
   * @param id 1 to 32 of {@code A-Z a-z 0-9 . _ -}
   * @throws InvalidInputException naming {@code hashKeyId}, as {@link #of} does
   */
  public static HashKey generate(String id) {
    byte[] secret = new byte[MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new HashKey(checkedId(id), secret);
  }

  /** Returns the id. */
  public String id() {
    return id;
  }

  /** Returns a copy of the secret. */
  public byte[] secret() {
    return secret.clone();
  }

  @Override
  public String toString() {
    return "HashKey[" + id + "]";
  }

  /** Returns HMAC-SHA-256 under this key; thread-safe. */
  HmacSha256 hmac() {
    return new HmacSha256(secret);
  }

  private static String checkedId(String id) {
    String text = Inputs.text("hashKeyId", id, MAX_ID_LENGTH);
    if (!ID_CHARACTERS.matchesAllOf(text)) {
      throw new InvalidInputException(
          "hashKeyId", "must consist of A-Z, a-z, 0-9, '.', '_' and '-', is " + text);
    }
    return text;
  }
}
