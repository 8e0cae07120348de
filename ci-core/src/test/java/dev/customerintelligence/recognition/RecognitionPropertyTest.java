package dev.customerintelligence.recognition;

import static dev.customerintelligence.recognition.TestDevices.CHROME_126;
import static dev.customerintelligence.recognition.TestDevices.IPHONE;
import static dev.customerintelligence.recognition.TestDevices.NOW;
import static dev.customerintelligence.recognition.TestDevices.chrome;
import static dev.customerintelligence.recognition.TestDevices.device;
import static dev.customerintelligence.recognition.TestDevices.fingerprint;
import static dev.customerintelligence.recognition.TestDevices.found;
import static dev.customerintelligence.recognition.TestDevices.ipHash;
import static dev.customerintelligence.recognition.TestDevices.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.identity.Place;
import dev.customerintelligence.identity.UserAgent;
import dev.customerintelligence.recognition.RecognitionModel.CopySignal;
import dev.customerintelligence.recognition.RecognitionModel.LevelRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionPropertyTest {
  private static final Fingerprint BROWSER = fingerprint(0);
  private static final IpHash IP = ipHash(0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void allPosteriorsSumToOne(long seed) {
    Generator random = new Generator(seed);
    for (int i = 0; i < 500; i++) {
      Recognition recognition = random.recognition();

      double sum = recognition.unknown() + recognition.others();
      double last = 1;
      for (Candidate candidate : recognition.candidates()) {
        sum += candidate.posterior();
        assertThat(candidate.posterior()).isBetween(0.0, last);
        last = candidate.posterior();
        assertThat(candidate.bits())
            .isEqualTo(candidate.browser().bits() + candidate.network().bits());
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      if (recognition.decision() == Decision.RECOGNIZED) {
        Evidence browser = recognition.candidates().get(0).browser();
        assertThat(browser.bits()).isPositive();
        assertThat(browser.level()).isNotEqualTo(Level.NO_BROWSER_DATA);
      }
      assertThat(recognition.storefrontView() == StorefrontView.ANONYMOUS)
          .isEqualTo(recognition.decision() != Decision.RECOGNIZED);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void theTopFallsAsTheCrowdGrows(long seed) {
    Generator random = new Generator(seed);
    for (int run = 0; run < 20; run++) {
      RecognitionModel model = random.model();
      double last = Double.POSITIVE_INFINITY;
      for (int crowd = 1; crowd <= 1000; crowd *= 2) {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < crowd; i++) {
          devices.add(device(i, BROWSER, ipHash(i + 1)));
        }
        double top =
            RecognitionScorer.score(
                    visit(BROWSER, null),
                    new DeviceMatches(found(devices), KeyMatches.none()),
                    TestDevices.population(5000),
                    model,
                    NOW)
                .candidates()
                .get(0)
                .posterior();
        assertThat(top).isLessThanOrEqualTo(last * (1 + 1e-12));
        last = top;
      }
      assertThat(last).as("one of a thousand").isLessThanOrEqualTo(1.0 / 512);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25})
  void theAddressAloneNeverRecognizes(long seed) {
    Generator random = new Generator(seed);
    int ambiguous = 0;
    for (int i = 0; i < 500; i++) {
      Recognition recognition =
          RecognitionScorer.score(
              new VisitSignals(null, List.of(IP), null, random.place()),
              new DeviceMatches(KeyMatches.none(), random.at(IP)),
              random.population(),
              random.model(),
              NOW);

      assertThat(recognition.decision()).isNotEqualTo(Decision.RECOGNIZED);
      assertThat(recognition.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
      ambiguous += recognition.decision() == Decision.AMBIGUOUS ? 1 : 0;
    }
    assertThat(ambiguous).as("the cap was put to the test").isGreaterThan(20);
  }

  /** Models over their whole range, and shops in which every level occurs. */
  private static final class Generator {
    private final Random random;

    Generator(long seed) {
      random = new Random(seed);
    }

    Recognition recognition() {
      return RecognitionScorer.score(
          new VisitSignals(
              random.nextInt(5) == 0 ? null : BROWSER,
              random.nextInt(5) == 0 ? List.of() : List.of(IP, ipHash(99)),
              agent(),
              place()),
          new DeviceMatches(with(BROWSER), at(IP)),
          population(),
          model(),
          NOW);
    }

    KeyMatches with(Fingerprint fingerprint) {
      List<Device> devices = new ArrayList<>();
      for (int left = random.nextInt(20); left > 0; left--) {
        devices.add(known(fingerprint, random.nextInt(4) == 0 ? IP : ipHash(random.nextInt(50))));
      }
      return new KeyMatches(devices, random.nextInt(3) == 0);
    }

    KeyMatches at(IpHash ipHash) {
      List<Device> devices = new ArrayList<>();
      for (int left = random.nextInt(20); left > 0; left--) {
        devices.add(known(random.nextInt(4) == 0 ? null : fingerprint(random.nextInt(50)), ipHash));
      }
      return new KeyMatches(devices, random.nextInt(3) == 0);
    }

    PopulationStatistics population() {
      long customers = random.nextInt(3) == 0 ? 0 : random.nextInt(100_000);
      return new PopulationStatistics(
          customers,
          random.nextDouble() * 2 * customers,
          new SignalStatistics<>(
              random.nextInt(4), random.nextBoolean() ? Map.of() : Map.of(BROWSER, 100L)),
          new SignalStatistics<>(
              random.nextInt(4), random.nextBoolean() ? Map.of() : Map.of(IP, 1000L)));
    }

    RecognitionModel model() {
      double city = 0.01 + 0.48 * random.nextDouble();
      double cityElsewhere = 0.01 + 0.48 * random.nextDouble();
      return new RecognitionModel(
          RecognitionModel.VERSION,
          0.001 + 0.998 * random.nextDouble(),
          0.501 + 0.498 * random.nextDouble(),
          1 + random.nextInt(10),
          64,
          Math.pow(10, random.nextInt(5) - 1),
          signal(),
          signal(),
          new LevelRate(0.01 + 0.98 * random.nextDouble(), 0.01 + 0.98 * random.nextDouble()),
          new LevelRate(city, cityElsewhere),
          new LevelRate(0.5 * random.nextDouble() + 0.001, 0.5 * random.nextDouble() + 0.001));
    }

    private CopySignal signal() {
      double m = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextDouble();
      double floor = Math.pow(10, -random.nextInt(12));
      return new CopySignal(
          m,
          m * random.nextDouble(),
          Math.pow(10, random.nextInt(4)),
          Math.pow(10, random.nextInt(5) - 2),
          random.nextDouble(),
          floor,
          floor + (1 - floor) * random.nextDouble());
    }

    private Device known(@Nullable Fingerprint fingerprint, IpHash ipHash) {
      return device(
          random.nextInt(12),
          fingerprint,
          ipHash,
          agent(),
          place(),
          random.nextInt(400) - 1,
          1 + random.nextInt(30));
    }

    private @Nullable UserAgent agent() {
      return switch (random.nextInt(4)) {
        case 0 -> CHROME_126;
        case 1 -> chrome(130);
        case 2 -> IPHONE;
        default -> null;
      };
    }

    @Nullable Place place() {
      return switch (random.nextInt(4)) {
        case 0 -> new Place("NL", "Amsterdam");
        case 1 -> new Place("NL", "Utrecht");
        case 2 -> new Place("BE", null);
        default -> null;
      };
    }
  }
}
