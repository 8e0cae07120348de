package dev.customerintelligence.benchmarks.data;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.IpHasher;
import dev.customerintelligence.identity.TombstoneHasher;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.RecognitionService;
import dev.customerintelligence.recognition.Sighting;
import dev.customerintelligence.storage.Storage;
import dev.customerintelligence.storage.memory.InMemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A shop in memory, and beside it two plain maps of its keys.
 *
 * @param recognition on the shop's storage
 * @param fingerprints to the newest device
 * @param ipHashes to the newest device
 */
public record MemoryShop(
    RecognitionService recognition,
    Map<Fingerprint, Integer> fingerprints,
    Map<IpHash, Integer> ipHashes) {
  private static final HashKey KEY =
      HashKey.of("memory", "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  private static @Nullable MemoryShop newest;
  private static int newestDevices;

  /** Returns what addresses are hashed with. */
  public static IpHasher ipHasher() {
    return IpHasher.hmac(KEY);
  }

  /** Returns a storage without devices. */
  public static Storage emptyStorage() {
    return new InMemoryStorage(new TombstoneHasher(KEY, List.of()));
  }

  /** Returns the shop with this many devices; the one that was asked for last is kept. */
  public static synchronized MemoryShop of(int devices) {
    MemoryShop known = newest;
    if (known != null && newestDevices == devices) {
      return known;
    }
    newest = null;
    MemoryShop made = make(new Population(devices));
    newest = made;
    newestDevices = devices;
    return made;
  }

  private static MemoryShop make(Population population) {
    IpHasher hasher = ipHasher();
    Storage storage = emptyStorage();
    Map<Fingerprint, Integer> fingerprints = new HashMap<>();
    Map<IpHash, Integer> ipHashes = new HashMap<>();
    int chunk = 10_000;
    for (int first = 0; first < population.devices(); first += chunk) {
      int start = first;
      List<Sighting> sightings =
          IntStream.range(first, Math.min(first + chunk, population.devices()))
              .parallel()
              .mapToObj(device -> population.sighting(device, hasher))
              .toList();
      sightings.parallelStream().forEach(storage.devices()::record);
      for (int i = 0; i < sightings.size(); i++) {
        Sighting sighting = sightings.get(i);
        Fingerprint fingerprint = sighting.fingerprint();
        IpHash ipHash = sighting.ipHash();
        if (fingerprint != null && ipHash != null) {
          fingerprints.put(fingerprint, start + i);
          ipHashes.put(ipHash, start + i);
        }
      }
    }
    RecognitionService recognition =
        new RecognitionService(
            storage.devices(),
            hasher,
            address -> Optional.empty(),
            RecognitionModel.defaults(),
            InstantSource.fixed(Population.NOW),
            Runnable::run);
    recognition.renewStatistics();
    return new MemoryShop(recognition, fingerprints, ipHashes);
  }
}
