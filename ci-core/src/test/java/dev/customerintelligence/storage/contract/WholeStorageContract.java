package dev.customerintelligence.storage.contract;

import dev.customerintelligence.storage.StorageFactory;
import org.junit.jupiter.api.Nested;

/** The contracts of all ports on one storage. */
public abstract class WholeStorageContract {
  /** For the subclasses. */
  protected WholeStorageContract() {}

  /** Returns what opens the storage that is to be tested; asked once or more in each test. */
  protected abstract StorageFactory factory();

  /**
   * Returns whether {@link #factory} opens the same store again, with what it held, as a database
   * does; false where it opens a new and empty one.
   */
  protected boolean opensTheSameStoreAgain() {
    return false;
  }

  /** Returns whether other storages can follow this one. */
  protected abstract boolean canBeFollowed();

  /** Returns whether this storage can follow others. */
  protected abstract boolean canFollow();

  @Nested
  final class Sync extends SyncContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }

    @Override
    protected boolean canBeFollowed() {
      return WholeStorageContract.this.canBeFollowed();
    }

    @Override
    protected boolean canFollow() {
      return WholeStorageContract.this.canFollow();
    }
  }

  @Nested
  final class Devices extends DeviceStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Profiles extends ProfileStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Forecasts extends ForecastStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Offers extends OfferStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Events extends EventStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Analytics extends AnalyticsStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }

  @Nested
  final class Privacy extends PrivacyStoreContract {
    @Override
    protected StorageFactory factory() {
      return WholeStorageContract.this.factory();
    }

    @Override
    protected boolean opensTheSameStoreAgain() {
      return WholeStorageContract.this.opensTheSameStoreAgain();
    }
  }
}
