package dev.customerintelligence.storage.mysql;

import com.zaxxer.hikari.HikariDataSource;
import dev.customerintelligence.mysql.TestServer;
import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The contract on tables that the migration made, through each driver. */
class MigratedTablesTest {
  @Nested
  class ThroughConnectorJ extends Contract {
    ThroughConnectorJ() {
      super(TestServer.Driver.CONNECTOR_J);
    }
  }

  @Nested
  class ThroughMariadbsDriver extends Contract {
    ThroughMariadbsDriver() {
      super(TestServer.Driver.MARIADB);
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  private abstract static class Contract extends WholeStorageContract {
    private final HikariDataSource dataSource;
    private final MysqlStorage storage;

    Contract(TestServer.Driver driver) {
      dataSource = TestServer.dataSource(driver);
      storage = MysqlStorage.on(dataSource).prefix(TestServer.newPrefix()).build();
      storage.migrate();
    }

    @AfterAll
    void end() {
      dataSource.close();
    }

    @Override
    protected boolean canBeFollowed() {
      return true;
    }

    @Override
    protected boolean canFollow() {
      return false;
    }

    @Override
    protected StorageFactory factory() {
      return storage;
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return true;
    }
  }
}
