package dev.customerintelligence.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.error.StorageUnavailableException;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.order.Order;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfilePolicy;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.ProfileService;
import dev.customerintelligence.profile.ProfileStore;
import dev.customerintelligence.storage.memory.InMemoryOrderHistory;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfilesFileTest {
  private static final Instant NOW = Instant.parse("2024-07-01T00:00:00Z");

  private static final MoreColumns NOTHING_MORE =
      new MoreColumns(new Segments(Map.of(), null, null), Map.of());

  @TempDir private Path folder;

  @Test
  void writesEveryPage() throws Exception {
    List<Order> orders =
        IntStream.range(0, 2000)
            .mapToObj(
                i ->
                    Order.builder("o" + i, EmailAddress.of("c" + i + "@example.com"), NOW)
                        .currency(Currency.getInstance("EUR"))
                        .build())
            .toList();
    Path file = folder.resolve("profiles.json");
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder()
            .hashKey(HashKey.generate("test"))
            .clock(() -> NOW)
            .orderHistory(new InMemoryOrderHistory(orders))
            .build()) {
      ci.profiles().recalculateAll(progress -> {});

      assertThat(ProfilesFile.at(file).write(ci.profiles(), NOTHING_MORE, NOW)).isEqualTo(2000);
    }
    assertThat(Files.readAllLines(file)).hasSize(2002).doesNotHaveDuplicates();
  }

  @Test
  void writesAnEmptyArrayWithoutProfiles() throws Exception {
    Path file = folder.resolve("profiles.json");
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder().hashKey(HashKey.generate("test")).build()) {
      assertThat(ProfilesFile.at(file).write(ci.profiles(), NOTHING_MORE, NOW)).isZero();
    }
    assertThat(Files.readString(file)).isEqualTo("[\n]\n");
  }

  @Test
  void leavesTheOldFileWhenWritingFails() throws Exception {
    Path file = Files.writeString(folder.resolve("profiles.json"), "old");
    ProfilesFile profilesFile = ProfilesFile.at(file);

    assertThatThrownBy(() -> profilesFile.write(failing(), NOTHING_MORE, NOW))
        .isInstanceOf(StorageUnavailableException.class);

    assertThat(Files.readString(file)).isEqualTo("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void followsALinkInsteadOfReplacingIt() throws Exception {
    Path real = Files.writeString(folder.resolve("real.json"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), real);
    try (CustomerIntelligence ci =
        CustomerIntelligence.builder().hashKey(HashKey.generate("test")).build()) {
      ProfilesFile.at(link).write(ci.profiles(), NOTHING_MORE, NOW);
    }
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).isEqualTo("[\n]\n");
  }

  @Test
  void refusesADevice() throws IOException {
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertThatThrownBy(() -> ProfilesFile.at(device))
          .isInstanceOf(QuickstartException.class)
          .hasMessageContaining("not a regular file");
    }
  }

  private static ProfileService failing() {
    TombstoneHasher tombstones = new TombstoneHasher(HashKey.generate("test"), List.of());
    return new ProfileService(
        new UnreachableProfiles(),
        new InMemoryStorage(tombstones).devices(),
        new InMemoryOrderHistory(List.of()),
        ProfilePolicy.defaults(),
        () -> NOW);
  }

  private static final class UnreachableProfiles implements ProfileStore {
    @Override
    public Optional<CustomerProfile> find(EmailAddress customer) {
      return Optional.empty();
    }

    @Override
    public List<ProfileSave> save(List<CustomerProfile> profiles) {
      return List.of();
    }

    @Override
    public List<CustomerProfile> after(@Nullable EmailAddress after, int limit) {
      throw new StorageUnavailableException("the store is away", null);
    }

    @Override
    public List<EmailAddress> customersWithOrders(@Nullable EmailAddress after, int limit) {
      return List.of();
    }

    @Override
    public boolean supportsNames() {
      return true;
    }
  }
}
