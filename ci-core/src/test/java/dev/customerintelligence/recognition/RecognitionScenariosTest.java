package dev.customerintelligence.recognition;

import static dev.customerintelligence.recognition.Shop.CUSTOMERS;
import static dev.customerintelligence.recognition.Shop.OFFICE_OF_2000;
import static dev.customerintelligence.recognition.Shop.PHONE_OF_500;
import static dev.customerintelligence.recognition.Shop.iphone;
import static dev.customerintelligence.recognition.Shop.person;
import static dev.customerintelligence.recognition.Shop.windows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.IpHash;
import dev.customerintelligence.recognition.Shop.Browser;
import dev.customerintelligence.recognition.Shop.Known;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The scenarios that must hold, by the default model, in a shop of 20,000 customers. */
class RecognitionScenariosTest {
  private final Shop shop = Shop.open();

  @Test
  void theShopIsAsItIsMeantToBe() {
    PopulationStatistics statistics = shop.recognition.renewStatistics();

    assertThat(statistics.customers()).isGreaterThanOrEqualTo(CUSTOMERS);
    assertThat(statistics.ipHashes().crowded()).containsValue(2000L).hasSizeBetween(8, 10);
    assertThat(statistics.fingerprints().crowded()).hasSize(1).containsValue(500L);
  }

  @Test
  void sameLaptopAtHomeThenAtTheOffice() {
    EmailAddress casey = person("casey");
    Browser laptop = shop.newBrowser(windows(126));
    shop.visited(casey, laptop, shop.newHome(), "Utrecht", 2, 8);

    Recognition recognition = shop.recognize(laptop, "203.0.113.77", "Amsterdam");

    assertThat(recognition.decision()).isEqualTo(Decision.RECOGNIZED);
    assertThat(recognition.storefrontView().customer()).contains(casey);
    assertThat(levels(recognition)).containsExactly(Level.SAME_FINGERPRINT, Level.SAME_COUNTRY);
  }

  @Test
  void phoneInTheHouseholdOfOneKnownCustomer() {
    String home = shop.newHome();
    shop.visited(person("robin"), shop.newBrowser(windows(126)), home, "Utrecht", 2, 8);

    Recognition recognition = shop.recognize(shop.newBrowser(iphone(17)), home, "Utrecht");

    assertThat(recognition.decision()).isNotEqualTo(Decision.RECOGNIZED);
    assertThat(recognition.candidates().get(0).customer()).isEqualTo(person("robin"));
    assertThat(levels(recognition)).containsExactly(Level.OTHER_BROWSER, Level.SAME_ADDRESS);
    assertThat(recognition.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
  }

  @Test
  void addressOf2000AndAnUnknownBrowser() {
    Recognition recognition =
        shop.recognize(shop.newBrowser(windows(126)), OFFICE_OF_2000, "Amsterdam");

    assertThat(recognition.decision()).isEqualTo(Decision.UNKNOWN);
    assertThat(recognition.candidates()).isEmpty();
    assertThat(recognition.unknown()).isGreaterThanOrEqualTo(0.5);
  }

  /** Latency follows from how many devices are compared: none, at a crowded address alone. */
  @Test
  void crowdedAddressesNominateNobodyHoweverCrowdedTheyAre() {
    int limit = RecognitionModel.defaults().maxPerKey();
    Map<IpHash, Long> crowded = shop.recognition.renewStatistics().ipHashes().crowded();

    for (IpHash ipHash : crowded.keySet()) {
      KeyMatches matches =
          shop.devices
              .matches(new VisitSignals(null, List.of(ipHash), null, null), limit)
              .byIpHash();

      assertThat(matches).isEqualTo(new KeyMatches(List.of(), true));
    }
  }

  @Test
  void twoPeopleOnOneTablet() {
    String home = shop.newHome();
    Browser tablet = shop.newBrowser(windows(126));
    shop.visited(person("alex"), tablet, home, "Utrecht", 1, 6);
    shop.visited(person("sam"), tablet, home, "Utrecht", 2, 6);

    Recognition recognition = shop.recognize(tablet, home, "Utrecht");

    assertThat(recognition.decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(recognition.candidates().subList(0, 2))
        .extracting(Candidate::customer)
        .containsExactlyInAnyOrder(person("alex"), person("sam"));
    assertThat(recognition.candidates().get(0).posterior()).isBetween(0.4, 0.6);
    assertThat(recognition.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
  }

  @Test
  void identicalPhonesAtTheHomeOfOneOfThem() {
    Known owner =
        shop.known.stream()
            .filter(known -> known.browser().fingerprint().equals(PHONE_OF_500))
            .filter(known -> known.ageDays() < 10)
            .findFirst()
            .orElseThrow();

    Recognition athome = shop.recognize(owner.browser(), owner.ip(), owner.city());
    Recognition elsewhere = shop.recognize(owner.browser(), shop.newHome(), owner.city());

    assertThat(athome.decision()).isEqualTo(Decision.RECOGNIZED);
    assertThat(athome.storefrontView().customer()).contains(owner.customer());
    assertThat(athome.candidates().get(0).browser().u())
        .as("from the heavy hitters")
        .isBetween(0.02, 0.03);
    assertThat(elsewhere.decision()).isEqualTo(Decision.UNKNOWN);
    assertThat(elsewhere.candidates()).isEmpty();
  }

  @Test
  void browserUpdatedAtTheSameAddress() {
    String home = shop.newHome();
    shop.visited(person("kim"), shop.newBrowser(windows(126)), home, "Utrecht", 3, 8);

    Recognition recognition = shop.recognize(shop.newBrowser(windows(127)), home, "Utrecht");

    assertThat(recognition.candidates().get(0).customer()).isEqualTo(person("kim"));
    assertThat(levels(recognition))
        .containsExactly(Level.COMPATIBLE_USER_AGENT, Level.SAME_ADDRESS);
    assertThat(recognition.decision()).isNotEqualTo(Decision.RECOGNIZED);
    assertThat(recognition.storefrontView()).isSameAs(StorefrontView.ANONYMOUS);
  }

  @Test
  void nothingKnown() {
    Recognition recognition =
        shop.recognize(shop.newBrowser(windows(126)), shop.newHome(), "Utrecht");

    assertThat(recognition.decision()).isEqualTo(Decision.UNKNOWN);
    assertThat(recognition.candidates()).isEmpty();
    assertThat(recognition.unknown()).isGreaterThan(0.9);
  }

  @Test
  void ambiguousAndUnknownCannotBeToldApartInTheStorefront() {
    String home = shop.newHome();
    Browser tablet = shop.newBrowser(windows(126));
    shop.visited(person("chris"), tablet, home, "Utrecht", 1, 6);
    shop.visited(person("jamie"), tablet, home, "Utrecht", 2, 6);
    Recognition ambiguous = shop.recognize(tablet, home, "Utrecht");
    Recognition unknown = shop.recognize(shop.newBrowser(windows(126)), shop.newHome(), "Utrecht");

    assertThat(ambiguous.decision()).isEqualTo(Decision.AMBIGUOUS);
    assertThat(unknown.decision()).isEqualTo(Decision.UNKNOWN);
    assertThat(ambiguous.storefrontView()).isSameAs(unknown.storefrontView());
    assertThat(ambiguous.storefrontView()).hasToString(unknown.storefrontView().toString());
  }

  @Test
  void greetsNobodyByAnotherName() {
    int recognized = 0;
    int visits = 0;
    for (Known known : shop.known) {
      if (known.ageDays() < 30) {
        Recognition recognition = shop.recognize(known.browser(), known.ip(), known.city());
        visits++;
        if (recognition.decision() == Decision.RECOGNIZED) {
          recognized++;
          assertThat(recognition.storefrontView().customer()).contains(known.customer());
        }
      }
    }
    assertThat(visits).isGreaterThan(5000);
    assertThat(recognized).isGreaterThan(visits * 99 / 100);
  }

  @Test
  void greetsNoStranger() {
    for (int i = 0; i < 2000; i++) {
      Known neighbour = shop.known.get(i * 7);
      Recognition recognition =
          shop.recognize(
              shop.newBrowser(i % 2 == 0 ? windows(127) : iphone(18)),
              i % 3 == 0 ? Shop.carrier(i) : neighbour.ip(),
              neighbour.city());

      assertThat(recognition.decision()).isNotEqualTo(Decision.RECOGNIZED);
    }
  }

  private static List<Level> levels(Recognition recognition) {
    Candidate best = recognition.candidates().get(0);
    return List.of(best.browser().level(), best.network().level());
  }
}
