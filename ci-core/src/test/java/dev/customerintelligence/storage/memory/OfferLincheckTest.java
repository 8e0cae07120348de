package dev.customerintelligence.storage.memory;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.OfferCreation;
import dev.customerintelligence.bundle.OfferDraft;
import dev.customerintelligence.bundle.OfferMove;
import dev.customerintelligence.bundle.OfferStatus;
import dev.customerintelligence.bundle.OfferStep;
import dev.customerintelligence.bundle.OfferStore;
import java.util.List;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The life cycle of a customer's offers is linearizable. Ids differ from run to run: left out. */
@Param(name = "secondsFromExpiry", gen = IntGen.class, conf = "-1:0")
@Param(name = "step", gen = IntGen.class, conf = "0:4")
public class OfferLincheckTest {
  private static final List<OfferStatus> STEPS =
      List.of(
          OfferStatus.VIEWED,
          OfferStatus.ADDED_TO_CART,
          OfferStatus.PURCHASED,
          OfferStatus.REJECTED,
          OfferStatus.EXPIRED);

  private final OfferStore offers = Storages.offers();
  private final BundleOffer first = Offers.made(offers);

  @Operation
  public String move(
      @Param(name = "step") int step, @Param(name = "secondsFromExpiry") int secondsFromExpiry) {
    OfferMove move =
        offers.move(
            first.id(),
            new OfferStep(STEPS.get(step), Offers.EXPIRY.plusSeconds(secondsFromExpiry), null),
            null);
    if (move instanceof OfferMove.Moved moved) {
      return "moved: " + Offers.text(moved.offer());
    } else if (move instanceof OfferMove.AlreadyThere there) {
      return "already there: " + Offers.text(there.offer());
    } else if (move instanceof OfferMove.NotPossible not) {
      return "not possible from " + not.status() + ": " + Offers.text(not.offer());
    }
    return "not found";
  }

  @Operation
  public String create() {
    OfferCreation creation = offers.create(Offers.draft(Offers.AT.plusSeconds(1)));
    return creation instanceof OfferCreation.OpenOfferExists exists
        ? "exists: " + Offers.text(exists.offer())
        : creation.getClass().getSimpleName();
  }

  @Operation
  public String find() {
    return offers.find(first.id()).map(Offers::text).orElse("none");
  }

  @Operation
  public int expireDue(@Param(name = "secondsFromExpiry") int secondsFromExpiry) {
    return offers.expireDue(Offers.EXPIRY.plusSeconds(secondsFromExpiry), 1);
  }

  @Test
  void underStress() {
    new StressOptions()
        .iterations(3)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(3)
        .check(OfferLincheckTest.class);
  }

  @Test
  void inInterleavingsChosenOneByOne() {
    new ModelCheckingOptions()
        .iterations(3)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsPerThread(3)
        .addGuarantee(
            forClasses(
                    "java.util.concurrent.ConcurrentHashMap",
                    "java.util.concurrent.ConcurrentSkipListMap",
                    "java.util.concurrent.ConcurrentSkipListSet")
                .allMethods()
                .treatAsAtomic())
        .addGuarantee(
            forClasses(
                    Offers.class.getName(),
                    Storages.class.getName(),
                    BundleOffer.class.getName(),
                    OfferDraft.class.getName(),
                    OfferStatus.class.getName(),
                    OfferStep.class.getName(),
                    "dev.customerintelligence.internal.Inputs",
                    "java.util.UUID")
                .allMethods()
                .ignore())
        .check(OfferLincheckTest.class);
  }
}
