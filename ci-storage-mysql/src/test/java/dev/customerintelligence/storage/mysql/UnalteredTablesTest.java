package dev.customerintelligence.storage.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.time.ZoneId;

/**
 * The contract on a deployed plugin's tables that nobody may alter: none of the library's indexes,
 * times on the clock of another zone.
 */
class UnalteredTablesTest extends MysqlStorageContract {
  @Override
  HikariDataSource connect() {
    return TestServer.dataSource(TestServer.Driver.PLAIN_CONNECTOR_J);
  }

  @Override
  MysqlStorage prepare(HikariDataSource connections) {
    TestSite site = new TestSite(connections).run(TestSite.DEPLOYED).ownTablesByHand();
    return site.storage()
        .zone(ZoneId.of("Asia/Kathmandu"))
        .migration(MysqlStorage.Migration.NONE)
        .build();
  }
}
