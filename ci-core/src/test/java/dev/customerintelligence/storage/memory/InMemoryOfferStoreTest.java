package dev.customerintelligence.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.identity.TombstoneHasher;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the storage in memory does beyond the contract. */
class InMemoryOfferStoreTest {
  private final InMemoryStorage storage =
      new InMemoryStorage(new TombstoneHasher(HashKey.generate("test"), List.of()));

  @Test
  void aStepIsNotTakenWithAnEventOfSomebodyElse() {
    BundleOffer offer = Offers.made(storage.offers());
    OfferStep step = new OfferStep(OfferStatus.VIEWED, Offers.AT, null);
    BehavioralEvent.Builder anonymous =
        BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", Offers.AT);
    EmailAddress ben = EmailAddress.of("ben@example.com");
    BehavioralEvent ofBen =
        BehavioralEvent.builder(UUID.randomUUID(), "bundle_viewed", Offers.AT)
            .customer(ben)
            .build();

    for (BehavioralEvent event : List.of(anonymous.build(), ofBen)) {
      assertThatThrownBy(() -> storage.offers().move(offer.id(), step, event))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("event: must be of the offer's customer");
    }
    assertThat(storage.offers().find(offer.id())).contains(offer);
    assertThat(storage.events().newestOf(ben, 1)).isEmpty();
    assertThat(storage.events().newestOf(Offers.ADA, 1)).isEmpty();
  }
}
