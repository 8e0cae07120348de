package dev.customerintelligence.storage.mysql;

import com.zaxxer.hikari.HikariDataSource;

/** The contract through MariaDB Connector/J, on tables that the migration made. */
class MariadbDriverTest extends MysqlStorageContract {
  @Override
  HikariDataSource connect() {
    return TestServer.dataSource(TestServer.Driver.MARIADB);
  }
}
