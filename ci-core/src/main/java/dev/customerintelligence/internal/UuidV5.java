package dev.customerintelligence.internal;

import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids made of names, version 5 of RFC 9562, section 5.5. */
public final class UuidV5 {
  private UuidV5() {}

  /** Returns the id of a name within a name space. */
  @SuppressWarnings("deprecation") // The RFC asks for SHA-1; nothing here depends on its strength.
  public static UUID of(UUID nameSpace, String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] named =
        ByteBuffer.allocate(2 * Long.BYTES + text.length)
            .putLong(nameSpace.getMostSignificantBits())
            .putLong(nameSpace.getLeastSignificantBits())
            .put(text)
            .array();
    ByteBuffer hash = ByteBuffer.wrap(Hashing.sha1().hashBytes(named).asBytes());
    long high = (hash.getLong() & ~0xF000L) | 0x5000L;
    long low = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
