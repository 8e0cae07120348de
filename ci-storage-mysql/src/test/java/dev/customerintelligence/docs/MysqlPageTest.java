package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.recognition.Decision;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import dev.customerintelligence.storage.mysql.MysqlStorage;
import dev.customerintelligence.storage.mysql.MysqlStorage.Migration;
import dev.customerintelligence.woocommerce.WooCommerce;
import java.time.ZoneId;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The code of docs/mysql.md. */
class MysqlPageTest {
  private static final DataSource dataSource = TestServer.newDatabase(TestServer.Driver.MARIADB);

  @Test
  void theFirstRecognition() {
    Visit visit = Visit.builder().fingerprint("ab".repeat(32)).ipAddress("203.0.113.7").build();
    HashKey key = HashKey.generate("2026-01"); // keep it with your secrets
    MysqlStorage storage =
        MysqlStorage.on(dataSource)
            .prefix("wp_")
            .zone(ZoneId.of("Europe/Amsterdam"))
            .migration(Migration.MIGRATE)
            .build();
    WooCommerce shop = WooCommerce.on(dataSource).prefix("wp_").build();
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(key)
            .storage(storage)
            .orderHistory(shop.orderHistory())
            .catalogue(shop.catalogue())
            .build()) {
      ci.recognition().remember(visit, EmailAddress.of("ada@example.com"));
      Recognition recognition = ci.recognition().recognize(visit);
      System.out.println(recognition.decision());
    }
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder().hashKey(key).storage(storage).build()) {
      assertThat(ci.recognition().recognize(visit).decision())
          .as("also after a restart")
          .isEqualTo(Decision.RECOGNIZED);
    }
    System.out.println(storage.migrationScript());
  }
}
