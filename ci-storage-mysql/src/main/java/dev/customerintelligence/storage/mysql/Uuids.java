package dev.customerintelligence.storage.mysql;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Ids as BINARY(16) holds them, so that they sort as their texts do. */
final class Uuids {
  private Uuids() {}

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  static UUID of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }
}
