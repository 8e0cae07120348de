package dev.customerintelligence.storage.postgres;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.JsonObject;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of the domain as the columns take them, or a refusal that names the field. */
final class Values {
  /** What TIMESTAMP holds. */
  static final ChronoUnit PRECISION = ChronoUnit.MICROS;

  private Values() {}

  /** A moment as TIMESTAMP holds it: UTC, cut to microseconds. */
  static @Nullable LocalDateTime time(@Nullable Instant moment) {
    return moment == null
        ? null
        : LocalDateTime.ofInstant(moment.truncatedTo(PRECISION), ZoneOffset.UTC);
  }

  /** A customer id as INTEGER holds it. */
  static @Nullable Integer customerId(@Nullable Long id) {
    if (id != null && id > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "customerId", "must be at most " + Integer.MAX_VALUE + " in this store, is " + id);
    }
    return id == null ? null : id.intValue();
  }

  static @Nullable String text(@Nullable IpHash hash) {
    return hash == null ? null : hash.value();
  }

  static @Nullable String text(@Nullable Fingerprint fingerprint) {
    return fingerprint == null ? null : fingerprint.value();
  }

  /** Refuses what JSONB cannot hold among fields the domain does not know; of others it does so. */
  static void otherFields(String field, Stream<JsonObject> objects) {
    objects.filter(fields -> !fields.isEmpty()).forEach(fields -> json(field, fields.json()));
  }

  /** JSON as JSONB holds it: every text but one with the character U+0000. */
  static String json(String field, String json) {
    if (json.replace("\\\\", "").contains("\\u0000")) {
      throw new InvalidInputException(field, "must not contain the character U+0000 in this store");
    }
    return json;
  }
}
