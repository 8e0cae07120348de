package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.AMSTERDAM;
import static dev.customerintelligence.storage.contract.Fixtures.HUGE_ID;
import static dev.customerintelligence.storage.contract.Fixtures.bareProfile;
import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.customerId;
import static dev.customerintelligence.storage.contract.Fixtures.fingerprint;
import static dev.customerintelligence.storage.contract.Fixtures.fullProfile;
import static dev.customerintelligence.storage.contract.Fixtures.ipHash;
import static dev.customerintelligence.storage.contract.Fixtures.moment;
import static dev.customerintelligence.storage.contract.Fixtures.named;
import static dev.customerintelligence.storage.contract.Fixtures.purchases;
import static dev.customerintelligence.storage.contract.Fixtures.recalculated;
import static dev.customerintelligence.storage.contract.Fixtures.withCustomerId;
import static dev.customerintelligence.storage.contract.Fixtures.withPurchases;
import static dev.customerintelligence.storage.contract.Fixtures.word;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.PersonName;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.ProfileSave;
import dev.customerintelligence.profile.PurchaseProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link dev.customerintelligence.profile.ProfileStore} does. */
public abstract class ProfileStoreContract extends StorageContract {
  private static final PersonName NAME =
      PersonName.of("Zo\u00eb", "\u00d8rsted \ud83c\udf15").orElseThrow();

  /** For the subclasses. */
  protected ProfileStoreContract() {}

  @Test
  void aProfileComesBackAsItWasSaved() {
    CustomerProfile full = fullProfile(customer("ada"), moment());
    CustomerProfile bare = bareProfile(customer("ben"), moment());

    assertThat(profiles().save(List.of(full, bare)))
        .containsExactly(ProfileSave.CREATED, ProfileSave.CREATED);
    assertThat(profiles().find(full.customer())).contains(full);
    assertThat(profiles().find(bare.customer())).contains(bare);
    assertThat(profiles().find(customer("nobody"))).isEmpty();
  }

  @Test
  void decimalsKeepTheirScale() {
    CustomerProfile profile = fullProfile(customer("ada"), moment());
    profiles().save(List.of(profile));

    PurchaseProfile found = find(profile.customer()).purchases();

    assertThat(found.averageOrderValue()).hasToString("38.20");
    assertThat(found.peakAmount()).hasToString("1045.05");
    assertThat(found.score()).hasToString("71.46");
    assertThat(found.favorites().get(0).score()).hasToString("15");
  }

  @Test
  void aNameIsKeptOrRefusedAsTheStoreSays() {
    CustomerProfile profile = named(fullProfile(customer("ada"), moment()), NAME);
    CustomerProfile other = bareProfile(customer("ben"), moment());

    if (profiles().supportsNames()) {
      profiles().save(List.of(profile));
      assertThat(profiles().find(profile.customer())).contains(profile);
      profiles().save(List.of(named(other, PersonName.of(null, "Only").orElseThrow())));
      assertThat(find(other.customer()).name()).isEqualTo(new PersonName(null, "Only"));
    } else {
      assertRefused("name", () -> profiles().save(List.of(other, profile)));
      assertThat(profiles().find(profile.customer())).isEmpty();
      assertThat(profiles().find(other.customer())).as("none is saved").isEmpty();
    }
  }

  @Test
  void aCustomerIsFoundHoweverTheAddressIsSpelled() {
    CustomerProfile profile = bareProfile(customer("ada"), moment());
    EmailAddress shouted =
        EmailAddress.of(profile.customer().value().toUpperCase(Locale.ROOT) + " ");
    profiles().save(List.of(bareProfile(shouted, profile.recalculatedAt())));

    assertThat(profiles().find(profile.customer())).contains(profile);
    assertThat(profiles().find(shouted)).contains(profile);
  }

  @Test
  void theSameContentIsNotWrittenAgain() {
    CustomerProfile profile = fullProfile(customer("ada"), moment());
    profiles().save(List.of(profile));
    CustomerProfile later = recalculated(profile, profile.recalculatedAt().plusSeconds(60));

    assertThat(profiles().save(List.of(profile))).containsExactly(ProfileSave.UNCHANGED);
    assertThat(profiles().save(List.of(later))).containsExactly(ProfileSave.UNCHANGED);
    assertThat(profiles().find(profile.customer())).contains(profile);
  }

  @Test
  void aProfileThatSaysLessButNothingElseIsNotWritten() {
    CustomerProfile full = fullProfile(customer("ada"), moment());
    profiles().save(List.of(full));
    CustomerProfile less =
        withPurchases(
            bareProfile(full.customer(), full.recalculatedAt().plusSeconds(1)), full.purchases());

    assertThat(profiles().save(List.of(less))).containsExactly(ProfileSave.UNCHANGED);
    assertThat(profiles().find(full.customer())).contains(full);
  }

  @Test
  void newContentReplacesOldAndKeepsWhatItDoesNotKnow() {
    CustomerProfile full = fullProfile(customer("ada"), moment());
    Instant later = full.recalculatedAt().plusSeconds(60);
    PurchaseProfile more = purchases(later, 13, "80.00", null);
    profiles().save(List.of(full));

    assertThat(profiles().save(List.of(withPurchases(bareProfile(full.customer(), later), more))))
        .containsExactly(ProfileSave.UPDATED);
    assertThat(profiles().find(full.customer()))
        .contains(recalculated(withPurchases(full, more), later));
  }

  @Test
  void ofOneMomentTheLastWriteCounts() {
    CustomerProfile first = fullProfile(customer("ada"), moment());
    CustomerProfile second =
        withPurchases(first, purchases(first.recalculatedAt(), 13, "80.00", null));
    profiles().save(List.of(first));

    assertThat(profiles().save(List.of(second))).containsExactly(ProfileSave.UPDATED);
    assertThat(profiles().find(first.customer())).contains(second);
  }

  @Test
  void anEarlierCalculationNeverReplacesALaterOne() {
    CustomerProfile newest = fullProfile(customer("ada"), moment());
    Instant earlier = newest.recalculatedAt().minusSeconds(1);
    profiles().save(List.of(newest));
    CustomerProfile stale =
        withCustomerId(
            withPurchases(recalculated(newest, earlier), purchases(earlier, 11, "10.00", earlier)),
            customerId());

    assertThat(profiles().save(List.of(stale))).containsExactly(ProfileSave.STALE);
    assertThat(profiles().find(newest.customer())).contains(newest);
  }

  @Test
  void outcomesComeInTheSequenceOfTheProfiles() {
    Instant at = moment();
    CustomerProfile unchanged = fullProfile(customer("ada"), at);
    CustomerProfile stale = fullProfile(customer("ben"), at);
    CustomerProfile updated = bareProfile(customer("cem"), at);
    CustomerProfile created = fullProfile(customer("dee"), at);
    profiles().save(List.of(unchanged, stale, updated));

    assertThat(
            profiles()
                .save(
                    List.of(
                        created,
                        recalculated(stale, at.minusSeconds(1)),
                        withCustomerId(updated, customerId()),
                        unchanged)))
        .containsExactly(
            ProfileSave.CREATED, ProfileSave.STALE, ProfileSave.UPDATED, ProfileSave.UNCHANGED);
    assertThat(profiles().save(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyHistoryOfSavesEndsAsTheModelSays(long seed) {
    Random random = new Random(seed);
    EmailAddress ada = customer("ada");
    Instant at = moment();
    CustomerProfile model = null;
    for (int i = 0; i < 40; i++) {
      Instant recalculatedAt = at.plusSeconds(random.nextInt(6));
      CustomerProfile next =
          new CustomerProfile(
              ada,
              random.nextBoolean() ? null : 1L + random.nextInt(2),
              null,
              random.nextBoolean() ? null : ipHash(),
              random.nextBoolean() ? null : fingerprint(),
              random.nextBoolean() ? null : AMSTERDAM,
              purchases(at, 1 + random.nextInt(2), "50.00", at),
              recalculatedAt);
      ProfileSave expected;
      CustomerProfile written = next;
      if (model == null) {
        expected = ProfileSave.CREATED;
      } else if (recalculatedAt.isBefore(model.recalculatedAt())) {
        expected = ProfileSave.STALE;
        written = model;
      } else if (next.filledFrom(model).saysTheSameAs(model)) {
        expected = ProfileSave.UNCHANGED;
        written = model;
      } else {
        expected = ProfileSave.UPDATED;
        written = next.filledFrom(model);
      }
      assertThat(profiles().save(List.of(next))).containsExactly(expected);
      model = written;
      assertThat(profiles().find(ada)).contains(model);
    }
  }

  @Test
  void ofConcurrentCalculationsTheNewestStays() throws Exception {
    EmailAddress ada = customer("ada");
    Instant at = moment();
    List<CustomerProfile> calculations = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      calculations.add(
          withPurchases(
              bareProfile(ada, at.plusSeconds(i)), purchases(at, i, "50.00", at.plusSeconds(i))));
    }
    CustomerProfile newest = calculations.get(31);
    Collections.shuffle(calculations, new Random(5));

    List<ProfileSave> outcomes = Together.run(savesOf(calculations));

    assertThat(outcomes)
        .containsOnlyOnce(ProfileSave.CREATED)
        .containsOnly(ProfileSave.CREATED, ProfileSave.UPDATED, ProfileSave.STALE);
    assertThat(profiles().find(ada)).contains(newest);
  }

  @Test
  void concurrentSavesLoseNothingThatIsKnownOfThePerson() throws Exception {
    for (int round = 0; round < 10; round++) {
      EmailAddress ada = customer("ada");
      CustomerProfile full = fullProfile(ada, moment());
      List<CustomerProfile> parts = new ArrayList<>();
      parts.add(part(full, full.customerId(), false, false));
      parts.add(part(full, null, true, false));
      parts.add(part(full, null, false, true));

      Together.run(savesOf(parts));

      assertThat(profiles().find(ada)).contains(full);
    }
  }

  @Test
  void concurrentBatchesOfTheSameCustomersDoNotBlockEachOther() throws Exception {
    Instant at = moment();
    List<CustomerProfile> batch = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      batch.add(fullProfile(customer("c" + i), at));
    }
    List<Callable<List<ProfileSave>>> saves = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      List<CustomerProfile> shuffled = new ArrayList<>(batch);
      Collections.shuffle(shuffled, new Random(i));
      saves.add(() -> profiles().save(shuffled));
    }

    List<ProfileSave> outcomes =
        Together.<List<ProfileSave>>run(saves).stream().flatMap(List::stream).toList();

    assertThat(outcomes).filteredOn(ProfileSave.CREATED::equals).hasSize(50);
    assertThat(outcomes).filteredOn(ProfileSave.UNCHANGED::equals).hasSize(350);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNoneOfItsBatchIsSaved() {
    Instant at = moment();
    CustomerProfile before = fullProfile(customer("ada"), at);
    CustomerProfile huge = withCustomerId(fullProfile(customer("ben"), at), HUGE_ID);
    CustomerProfile behind = fullProfile(customer("cem"), at);

    boolean held =
        isHeldOrRefused("customerId", () -> profiles().save(List.of(before, huge, behind)));

    for (CustomerProfile profile : List.of(before, huge, behind)) {
      assertThat(profiles().find(profile.customer()).isPresent()).isEqualTo(held);
    }
    if (held) {
      assertThat(profiles().find(huge.customer())).contains(huge);
    }
  }

  @Test
  void aBatchHasAThousandProfilesAtMostAndEachCustomerOnce() {
    Instant at = moment();
    List<CustomerProfile> batch =
        IntStream.range(0, 1000).mapToObj(i -> bareProfile(customer("c" + i), at)).toList();
    List<CustomerProfile> tooMany = new ArrayList<>(batch);
    tooMany.add(bareProfile(customer("one.too.many"), at));
    CustomerProfile twice = bareProfile(customer("twice"), at);

    assertRefused("profiles.size", () -> profiles().save(tooMany));
    assertThat(profiles().find(batch.get(0).customer())).isEmpty();
    assertRefused(
        "profiles", () -> profiles().save(List.of(twice, withCustomerId(twice, customerId()))));
    assertThat(profiles().find(twice.customer())).isEmpty();

    assertThat(profiles().save(batch)).hasSize(1000).containsOnly(ProfileSave.CREATED);
  }

  @Test
  void aWalkMeetsEveryProfileOnceInTheSequenceOfTheAddresses() {
    String word = word();
    List<String> names =
        List.of("a", "a-b", "a.b", "a0", "a_b", "ab", "a+b", "b", "b'c", "b-a", "ba", "z");
    List<EmailAddress> customers =
        names.stream().map(name -> EmailAddress.of(word + name + "@example.com")).sorted().toList();
    List<EmailAddress> shuffled = new ArrayList<>(customers);
    Collections.shuffle(shuffled, new Random(3));
    Instant at = moment();
    shuffled.forEach(customer -> profiles().save(List.of(bareProfile(customer, at))));

    for (int limit : new int[] {1, 5, 12, 100}) {
      List<EmailAddress> walked = new ArrayList<>();
      EmailAddress last = EmailAddress.of(word + "!@example.com");
      List<CustomerProfile> page;
      do {
        page = profiles().after(last, limit);
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        page.forEach(profile -> walked.add(profile.customer()));
        last = walked.isEmpty() ? last : walked.get(walked.size() - 1);
      } while (page.size() == limit && last.value().startsWith(word));
      assertThat(walked)
          .filteredOn(customer -> customer.value().startsWith(word))
          .isEqualTo(customers);
    }
  }

  @Test
  void theCustomersWithOrdersAreWalked() {
    String word = word();
    List<EmailAddress> customers =
        IntStream.range(0, 5).mapToObj(i -> EmailAddress.of(word + i + "@example.com")).toList();
    for (EmailAddress customer : customers) {
      profiles()
          .save(
              List.of(
                  customer.equals(customers.get(2))
                      ? bareProfile(customer, moment())
                      : fullProfile(customer, moment())));
    }

    for (int limit : new int[] {1, 2, 100}) {
      List<EmailAddress> walked = new ArrayList<>();
      List<EmailAddress> page =
          profiles().customersWithOrders(EmailAddress.of(word + "!@example.com"), limit);
      while (!page.isEmpty() && page.get(0).value().startsWith(word)) {
        assertThat(page).hasSizeLessThanOrEqualTo(limit);
        walked.addAll(page);
        page = profiles().customersWithOrders(page.get(page.size() - 1), limit);
      }
      assertThat(walked)
          .filteredOn(customer -> customer.value().startsWith(word))
          .containsExactly(customers.get(0), customers.get(1), customers.get(3), customers.get(4));
    }
    assertThat(profiles().customersWithOrders(null, 100_000)).contains(customers.get(0)).isSorted();
    assertRefused("limit", () -> profiles().customersWithOrders(null, 0));
  }

  @Test
  void theFirstPageBeginsAtTheBeginning() {
    CustomerProfile first =
        bareProfile(EmailAddress.of("!!!!!!!!" + word() + "@example.com"), moment());
    profiles().save(List.of(first));

    assertThat(profiles().after(null, 100_000)).contains(first);
    assertThat(profiles().after(null, 100_000))
        .extracting(CustomerProfile::customer)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsMissingOrOutOfRangeIsNamed() {
    CustomerProfile profile = bareProfile(customer("ada"), moment());

    assertRefused("customer", () -> profiles().find(null));
    assertRefused("profiles", () -> profiles().save(null));
    assertRefused("profiles[1]", () -> profiles().save(Arrays.asList(profile, null)));
    assertThat(profiles().find(profile.customer())).isEmpty();
    assertRefused("limit", () -> profiles().after(null, 0));
    assertRefused("limit", () -> profiles().after(profile.customer(), -1));
  }

  private List<Callable<ProfileSave>> savesOf(List<CustomerProfile> batch) {
    List<Callable<ProfileSave>> saves = new ArrayList<>();
    for (CustomerProfile profile : batch) {
      saves.add(() -> profiles().save(List.of(profile)).get(0));
    }
    return saves;
  }

  private CustomerProfile find(EmailAddress customer) {
    return profiles().find(customer).orElseThrow();
  }

  private static CustomerProfile part(
      CustomerProfile full, @Nullable Long customerId, boolean keys, boolean place) {
    return new CustomerProfile(
        full.customer(),
        customerId,
        null,
        keys ? full.ipHash() : null,
        keys ? full.fingerprint() : null,
        place ? full.place() : null,
        full.purchases(),
        full.recalculatedAt());
  }
}
