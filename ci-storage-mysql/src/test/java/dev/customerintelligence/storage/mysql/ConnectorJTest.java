package dev.customerintelligence.storage.mysql;

import com.zaxxer.hikari.HikariDataSource;

/** The contract through MySQL Connector/J, on tables that the migration made. */
class ConnectorJTest extends MysqlStorageContract {
  @Override
  HikariDataSource connect() {
    return TestServer.dataSource(TestServer.Driver.CONNECTOR_J);
  }
}
