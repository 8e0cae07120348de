package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.FavoritesJson;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moments as DATETIME holds them: the clock's reading in one zone, cut to whole seconds.
 *
 * <p>They go to the server as text and come back without a zone, so that neither the zone of the
 * JVM nor that of the session has a say. Where the zone has summer time, the hour in autumn that
 * the clock shows twice is read as its first passing, and a reading that spring skips as the moment
 * after the gap.
 */
final class SiteTime {
  /** For the library's own tables. */
  static final SiteTime UTC = new SiteTime(ZoneOffset.UTC);

  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT);

  private static final String ZERO_DATE = "0000-00-00";

  private static final LocalDateTime EARLIEST = LocalDateTime.of(1000, 1, 1, 0, 0);

  private final ZoneId zone;

  SiteTime(ZoneId zone) {
    this.zone = zone;
  }

  ZoneId zone() {
    return zone;
  }

  /** Returns a moment as the column takes it. */
  @Nullable String text(@Nullable Instant moment) {
    return moment == null
        ? null
        : FORMAT.format(LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), zone));
  }

  /**
   * Returns a moment as the column holds it where that is precise, so that a row's own moment finds
   * the row again; not before the year 1000, in which the server's times begin.
   */
  String exactText(Instant moment) {
    LocalDateTime reading = LocalDateTime.ofInstant(moment, zone);
    return FORMAT.format(reading.isBefore(EARLIEST) ? EARLIEST : reading);
  }

  /**
   * Returns the moment of a column; MySQL's zero date is none.
   *
   * @throws DateTimeException when the column holds no date of the calendar
   */
  @Nullable Instant read(ResultSet row, String column) throws SQLException {
    LocalDateTime reading;
    try {
      // As text, MariaDB's driver would take it through the zone of the JVM, whose clock skips an
      // hour in spring.
      reading = row.getObject(column, LocalDateTime.class);
    } catch (SQLException e) {
      String text = row.getString(column);
      if (text != null && text.startsWith(ZERO_DATE)) {
        return null;
      }
      throw new DateTimeException("no date of the calendar", e);
    }
    return reading == null ? null : reading.atZone(zone).toInstant();
  }

  /** Returns the moment of a column that is never null. */
  Instant readPresent(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(read(row, column));
  }

  /** Returns a moment as it will be read again. */
  Instant asStored(Instant moment) {
    return LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), zone)
        .atZone(zone)
        .toInstant();
  }

  /** Returns a profile as it will be read again, so that an unchanged one is seen to be one. */
  CustomerProfile asStored(CustomerProfile profile) {
    PurchaseProfile purchases = profile.purchases();
    PrimeWindow window = purchases.primeWindow();
    return new CustomerProfile(
        profile.customer(),
        profile.customerId(),
        profile.name(),
        profile.ipHash(),
        profile.fingerprint(),
        profile.place(),
        new PurchaseProfile(
            purchases.totalOrders(),
            purchases.averageOrderValue(),
            purchases.peakQuantity(),
            purchases.peakAmount(),
            purchases.lastOrderAt() == null ? null : asStored(purchases.lastOrderAt()),
            purchases.purchaseCycleDays(),
            window == null
                ? null
                : new PrimeWindow(asStored(window.start()), asStored(window.end())),
            asStored(purchases.favorites()),
            purchases.score()),
        asStored(profile.recalculatedAt()));
  }

  /** Nearly always as they are: JSON costs more than the rest of the profile. */
  private List<FavoriteProduct> asStored(List<FavoriteProduct> favorites) {
    return favorites.stream().allMatch(this::isStoredAsItIs)
        ? favorites
        : FavoritesJson.read(FavoritesJson.write(favorites, zone), zone);
  }

  /**
   * A second of an hour that the clock shows twice is not, nor a number with an exponent, which
   * another writer's fields may hold too.
   */
  private boolean isStoredAsItIs(FavoriteProduct favorite) {
    return favorite.score().scale() >= 0
        && favorite.otherFields().isEmpty()
        && favorite.orderDetails().stream()
            .map(FavoriteProduct.OrderDetail::orderedAt)
            .allMatch(moment -> asStored(moment).equals(moment));
  }
}
