package dev.customerintelligence.storage.mysql;

import dev.customerintelligence.storage.StorageFactory;
import dev.customerintelligence.storage.contract.WholeStorageContract;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterAll;

/**
 * The contract on a deployed plugin's tables that nobody may alter: none of the library's indexes,
 * times on the clock of another zone.
 */
class UnalteredTablesTest extends WholeStorageContract {
  private static final TestSite SITE = TestSite.with(TestSite.DEPLOYED).ownTablesByHand();
  private static final MysqlStorage STORAGE =
      SITE.storage()
          .zone(ZoneId.of("Asia/Kathmandu"))
          .migration(MysqlStorage.Migration.NONE)
          .build();

  @AfterAll
  static void end() {
    SITE.close();
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
    return STORAGE;
  }

  @Override
  protected boolean opensTheSameStoreAgain() {
    return true;
  }
}
