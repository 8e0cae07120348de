package dev.customerintelligence.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.recognition.Device;
import dev.customerintelligence.recognition.DeviceMatches;
import dev.customerintelligence.recognition.DeviceStore;
import dev.customerintelligence.recognition.KeyMatches;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.recognition.VisitSignals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that so many devices share that the index keeps them another way: from 65 devices on. */
class CrowdedKeyTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Fingerprint KIOSK = Fingerprint.of("ab".repeat(32));
  private static final IpHash CAMPUS = new IpHash("cd".repeat(32));
  private static final int MANY = 1000;

  private final InMemoryStorage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));
  private final DeviceStore devices = storage.devices();

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 65, 66, 300})
  void allDevicesOfAKeyComeNewestFirst(int count) {
    List<Device> newestFirst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      newestFirst.add(Device.firstSeenAs(sighting(customer(i), KIOSK, CAMPUS, -i)));
    }
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(shuffled, new Random(count));
    shuffled.forEach(i -> devices.record(sighting(customer(i), KIOSK, CAMPUS, -i)));

    assertThat(devices.customersOn(KIOSK, MANY)).isEqualTo(newestFirst);
    assertThat(devices.customersOn(KIOSK, 10)).isEqualTo(newestFirst.subList(0, 10));
    assertThat(byIp(count, CAMPUS)).isEqualTo(new KeyMatches(newestFirst, false));
    assertThat(devices.matches(new VisitSignals(KIOSK, List.of(CAMPUS), null, null), count - 1))
        .isEqualTo(
            new DeviceMatches(
                new KeyMatches(newestFirst.subList(0, count - 1), true),
                new KeyMatches(newestFirst.subList(0, count - 1), true)));
  }

  @Test
  void devicesSeenAtTheSameInstantAreAllKept() {
    for (int visit = 1; visit <= 3; visit++) {
      for (int i = 0; i < 200; i++) {
        devices.record(sighting(customer(i), KIOSK, CAMPUS, 0));
        devices.record(sighting(customer(i), null, CAMPUS, 0));
      }
      int visits = visit;
      assertThat(devices.customersOn(KIOSK, MANY))
          .hasSize(200)
          .allSatisfy(device -> assertThat(device.visitCount()).isEqualTo(visits));
      assertThat(byIp(MANY, CAMPUS).devices())
          .hasSize(400)
          .doesNotHaveDuplicates()
          .allSatisfy(device -> assertThat(device.visitCount()).isEqualTo(visits));
    }
  }

  @Test
  void whoMovesToAnotherAddressLeavesTheCrowd() {
    IpHash elsewhere = new IpHash("ef".repeat(32));
    for (int i = 0; i < 100; i++) {
      devices.record(sighting(customer(i), KIOSK, CAMPUS, i));
    }
    for (int i = 0; i < 100; i++) {
      devices.record(sighting(customer(i), KIOSK, elsewhere, i));
      assertThat(byIp(MANY, CAMPUS).devices()).hasSize(99 - i);
      assertThat(byIp(MANY, elsewhere).devices()).hasSize(i + 1);
    }
    assertThat(devices.customersOn(KIOSK, MANY)).hasSize(100);
  }

  @Test
  void retentionAndErasureEmptyACrowd() {
    for (int i = 0; i < 100; i++) {
      devices.record(sighting(customer(i), KIOSK, CAMPUS, i));
    }
    assertThat(storage.privacy().deleteDevicesNotSeenSince(AT.plusSeconds(60), 40)).isEqualTo(40);
    assertThat(storage.privacy().deleteDevicesNotSeenSince(AT.plusSeconds(60), 40)).isEqualTo(20);
    assertThat(devices.customersOn(KIOSK, MANY))
        .hasSize(40)
        .allSatisfy(device -> assertThat(device.lastSeen()).isAfterOrEqualTo(AT.plusSeconds(60)));
    assertThat(byIp(MANY, CAMPUS).devices()).hasSize(40);

    for (int i = 0; i < 100; i++) {
      storage.privacy().erase(customer(i), AT);
    }
    assertThat(devices.customersOn(KIOSK, MANY)).isEmpty();
    assertThat(byIp(MANY, CAMPUS)).isEqualTo(KeyMatches.none());

    devices.record(sighting(customer(1000), KIOSK, CAMPUS, 0));
    assertThat(devices.customersOn(KIOSK, MANY)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyHistoryEndsAsTheModelSays(long seed) {
    Random random = new Random(seed);
    List<IpHash> addresses = List.of(CAMPUS, new IpHash("12".repeat(32)));
    Map<EmailAddress, Device> model = new HashMap<>();
    for (int i = 0; i < 1500; i++) {
      EmailAddress customer = customer(random.nextInt(120));
      if (random.nextInt(20) == 0) {
        storage.privacy().erase(customer, AT);
        storage.privacy().release(customer, AT);
        model.remove(customer);
      } else {
        Sighting sighting =
            sighting(customer, KIOSK, addresses.get(random.nextInt(2)), random.nextInt(50));
        devices.record(sighting);
        Device known = model.get(customer);
        model.put(
            customer, known == null ? Device.firstSeenAs(sighting) : known.seenAgain(sighting));
      }
    }

    assertSameDevices(devices.customersOn(KIOSK, MANY), model.values().stream().toList());
    for (IpHash address : addresses) {
      assertSameDevices(
          byIp(MANY, address).devices(),
          model.values().stream().filter(device -> address.equals(device.ipHash())).toList());
    }
  }

  @Test
  void aReaderSeesEveryDeviceOnceWhileTheyAreSeenAgain() throws Exception {
    int crowd = 100;
    for (int i = 0; i < crowd; i++) {
      devices.record(sighting(customer(i), KIOSK, CAMPUS, i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> writing =
          threads.submit(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  devices.record(sighting(customer(i % crowd), KIOSK, CAMPUS, crowd + i));
                }
              });
      while (!writing.isDone()) {
        List<Device> seen = devices.customersOn(KIOSK, MANY);
        assertThat(seen.size()).isEqualTo(crowd);
        assertThat(seen.stream().map(Device::customer).distinct().count()).isEqualTo(crowd);
      }
      writing.get(60, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertSameDevices(List<Device> actual, List<Device> expected) {
    assertThat(actual)
        .containsExactlyInAnyOrderElementsOf(expected)
        .isSortedAccordingTo(Comparator.comparing(Device::lastSeen).reversed());
  }

  private KeyMatches byIp(int limit, IpHash hash) {
    return devices.matches(new VisitSignals(null, List.of(hash), null, null), limit).byIpHash();
  }

  private static EmailAddress customer(int number) {
    return EmailAddress.of("c" + number + "@example.com");
  }

  private static Sighting sighting(
      EmailAddress customer, @Nullable Fingerprint fingerprint, IpHash ipHash, int second) {
    return new Sighting(customer, null, fingerprint, ipHash, null, null, AT.plusSeconds(second));
  }
}
