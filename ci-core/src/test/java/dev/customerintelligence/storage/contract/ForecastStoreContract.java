package dev.customerintelligence.storage.contract;

import static dev.customerintelligence.storage.contract.Fixtures.customer;
import static dev.customerintelligence.storage.contract.Fixtures.forecast;
import static dev.customerintelligence.storage.contract.Fixtures.models;
import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.forecast.ForecastModels;
import dev.customerintelligence.forecast.ForecastSave;
import dev.customerintelligence.forecast.NextOrderForecast;
import dev.customerintelligence.identity.EmailAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link dev.customerintelligence.forecast.ForecastStore} does. */
public abstract class ForecastStoreContract extends StorageContract {
  private static final LocalDate DAY = LocalDate.parse("2026-03-01");

  /** For the subclasses. */
  protected ForecastStoreContract() {}

  @Test
  void aForecastComesBackAsItWasSaved() {
    CustomerForecast full = forecast(customer("ada"), DAY);
    CustomerForecast bare =
        new CustomerForecast(
            customer("ben"),
            new Forecast(
                Forecast.VERSION,
                DAY,
                1.0 / 3,
                1,
                1e-9,
                Math.nextDown(1.0),
                null,
                null,
                new NextOrderForecast(
                    NextOrderForecast.Timing.TOO_EARLY, 0.1, 0.8, null, null, null)));

    assertThat(forecasts().save(List.of(full, bare)))
        .containsExactly(ForecastSave.SAVED, ForecastSave.SAVED);
    assertThat(forecasts().find(full.customer())).contains(full);
    assertThat(forecasts().find(bare.customer())).contains(bare);
    assertThat(forecasts().find(customer("nobody"))).isEmpty();
    assertThat(forecasts().save(List.of())).isEmpty();
  }

  @Test
  void aCustomerIsFoundHoweverTheAddressIsSpelled() {
    CustomerForecast saved = forecast(customer("ada"), DAY);
    EmailAddress shouted = EmailAddress.of(saved.customer().value().toUpperCase(Locale.ROOT) + " ");
    forecasts().save(List.of(new CustomerForecast(shouted, saved.forecast())));

    assertThat(forecasts().find(saved.customer())).contains(saved);
    assertThat(forecasts().find(shouted)).contains(saved);
  }

  @Test
  void addressesThatDifferInAnAccentAreTwoCustomers() {
    EmailAddress ada = customer("ad\u00e9");
    EmailAddress other = EmailAddress.of(ada.value().replace('\u00e9', 'e'));
    CustomerForecast first = forecast(ada, DAY);
    CustomerForecast second = forecast(other, DAY.plusDays(1));

    assertThat(forecasts().save(List.of(first, second)))
        .containsExactly(ForecastSave.SAVED, ForecastSave.SAVED);
    assertThat(forecasts().find(ada)).contains(first);
    assertThat(forecasts().find(other)).contains(second);
    assertThat(forecasts().delete(List.of(ada))).isEqualTo(1);
    assertThat(forecasts().find(other)).contains(second);
  }

  @Test
  void aForecastReplacesOneOfTheSameDayOrAnEarlier() {
    EmailAddress ada = customer("ada");
    CustomerForecast first = forecast(ada, DAY);
    CustomerForecast again = forecast(ada, DAY);
    CustomerForecast later = forecast(ada, DAY.plusDays(1));
    CustomerForecast of = forecast(customer("ben"), DAY);

    forecasts().save(List.of(first));
    assertThat(forecasts().save(List.of(again))).containsExactly(ForecastSave.SAVED);
    assertThat(forecasts().find(ada)).contains(again);
    assertThat(forecasts().save(List.of(of, later)))
        .containsExactly(ForecastSave.SAVED, ForecastSave.SAVED);
    assertThat(forecasts().save(List.of(again, of)))
        .containsExactly(ForecastSave.STALE, ForecastSave.SAVED);
    assertThat(forecasts().find(ada)).contains(later);
  }

  @Test
  void deletesWhatItIsTold() {
    CustomerForecast ada = forecast(customer("ada"), DAY);
    CustomerForecast ben = forecast(customer("ben"), DAY);
    forecasts().save(List.of(ada, ben));

    assertThat(forecasts().delete(List.of(ada.customer(), customer("nobody")))).isEqualTo(1);
    assertThat(forecasts().delete(List.of(ada.customer()))).isZero();
    assertThat(forecasts().delete(List.of())).isZero();
    assertThat(forecasts().find(ada.customer())).isEmpty();
    assertThat(forecasts().find(ben.customer())).contains(ben);
  }

  @Test
  void pagesGoThroughAllInTheSequenceOfAddresses() {
    List<CustomerForecast> own =
        new ArrayList<>(
            IntStream.range(0, 25).mapToObj(i -> forecast(customer("page"), DAY)).toList());
    Collections.shuffle(own, new Random(1));
    forecasts().save(own);

    List<EmailAddress> seen = new ArrayList<>();
    EmailAddress last = null;
    List<CustomerForecast> page;
    do {
      page = forecasts().after(last, 7);
      for (CustomerForecast forecast : page) {
        seen.add(forecast.customer());
        last = forecast.customer();
      }
    } while (page.size() == 7);

    assertThat(seen).isSorted().doesNotHaveDuplicates();
    assertThat(seen).containsAll(own.stream().map(CustomerForecast::customer).toList());
  }

  @Test
  void aBatchMayBeLarge() {
    List<CustomerForecast> batch =
        IntStream.range(0, 1000).mapToObj(i -> forecast(customer("batch"), DAY)).toList();

    assertThat(forecasts().save(batch)).hasSize(1000).containsOnly(ForecastSave.SAVED);
    assertThat(forecasts().find(batch.get(999).customer())).contains(batch.get(999));
    assertThat(forecasts().delete(batch.stream().map(CustomerForecast::customer).toList()))
        .isEqualTo(1000);
  }

  @Test
  void theNewestModelsAreKept() {
    // Others may have left some: there is one place for a shop's models.
    Instant at =
        forecasts()
            .models()
            .map(ForecastModels::fittedAt)
            .orElseGet(Fixtures::moment)
            .plusSeconds(1);
    ForecastModels first = models(at, true);
    ForecastModels again = models(at, false);
    ForecastModels later = models(at.plusSeconds(1), true);

    assertThat(forecasts().saveModels(first)).isEqualTo(ForecastSave.SAVED);
    assertThat(forecasts().models()).contains(first);
    assertThat(forecasts().saveModels(again)).isEqualTo(ForecastSave.SAVED);
    assertThat(forecasts().models()).contains(again);
    assertThat(forecasts().saveModels(later)).isEqualTo(ForecastSave.SAVED);
    assertThat(forecasts().saveModels(again)).isEqualTo(ForecastSave.STALE);
    assertThat(forecasts().models()).contains(later);
  }

  @Test
  void ofConcurrentForecastsTheNewestStays() throws Exception {
    for (int round = 0; round < 5; round++) {
      EmailAddress ada = customer("ada");
      EmailAddress ben = customer("ben");
      List<Callable<List<ForecastSave>>> tasks = new ArrayList<>();
      for (int day = 0; day < 8; day++) {
        CustomerForecast ofAda = forecast(ada, DAY.plusDays(day));
        CustomerForecast ofBen = forecast(ben, DAY.plusDays(day));
        boolean turned = day % 2 == 0;
        tasks.add(() -> forecasts().save(turned ? List.of(ofAda, ofBen) : List.of(ofBen, ofAda)));
      }
      Together.<List<ForecastSave>>run(tasks);

      assertThat(forecasts().find(ada).orElseThrow().forecast().asOf()).isEqualTo(DAY.plusDays(7));
      assertThat(forecasts().find(ben).orElseThrow().forecast().asOf()).isEqualTo(DAY.plusDays(7));
    }
  }

  @Test
  void refusesWhatIsMissingOrTooMuch() {
    CustomerForecast ada = forecast(customer("ada"), DAY);
    List<CustomerForecast> many =
        IntStream.range(0, 1001).mapToObj(i -> forecast(customer("many"), DAY)).toList();

    assertRefused("forecasts", () -> forecasts().save(null));
    assertRefused("forecasts[0]", () -> forecasts().save(Arrays.asList((CustomerForecast) null)));
    assertRefused("forecasts", () -> forecasts().save(List.of(ada, ada)));
    assertRefused("forecasts.size", () -> forecasts().save(many));
    assertRefused(
        "customers.size",
        () -> forecasts().delete(many.stream().map(CustomerForecast::customer).toList()));
    assertRefused("customers", () -> forecasts().delete(null));
    assertRefused("customer", () -> forecasts().find(null));
    assertRefused("limit", () -> forecasts().after(null, 0));
    assertRefused("models", () -> forecasts().saveModels(null));
    assertThat(forecasts().find(ada.customer())).as("none is saved").isEmpty();
  }
}
