package dev.customerintelligence.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import dev.customerintelligence.analytics.ConversionRate;
import dev.customerintelligence.analytics.DiscountTier;
import dev.customerintelligence.bundle.Allocation;
import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.bundle.BundlePolicy;
import dev.customerintelligence.bundle.BundlePrice;
import dev.customerintelligence.bundle.Catalogue;
import dev.customerintelligence.event.BufferedEventWriter;
import dev.customerintelligence.identity.GeoLocator;
import dev.customerintelligence.order.OrderHistory;
import dev.customerintelligence.profile.ProfileCalculator;
import dev.customerintelligence.profile.RfmMeasure;
import dev.customerintelligence.profile.RfmSegmentation;
import dev.customerintelligence.profile.RfmThresholds;
import dev.customerintelligence.recognition.RecognitionModel;
import dev.customerintelligence.recognition.RecognitionScorer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The house's rules: who may know whom. */
class ArchitectureTest {
  private static final String ROOT = "dev.customerintelligence";

  /** The rooms from the ground up; each may know those before it. */
  private static final List<String> ROOMS =
      List.of(
          ".error",
          ".internal",
          ".identity",
          ".order",
          ".event",
          ".recognition",
          ".profile",
          ".forecast",
          ".bundle",
          ".analytics",
          ".privacy",
          ".sync",
          ".storage",
          ".storage.row",
          ".storage.memory",
          "");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  static List<String> rooms() {
    return ROOMS;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyTheRoomsBelowIt(String room) {
    String[] above =
        ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
            .map(other -> ROOT + other)
            .toArray(String[]::new);
    if (above.length > 0) {
      check(
          noClasses()
              .that()
              .resideInAPackage(ROOT + room)
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(above));
    }
  }

  @Test
  void everyPackageIsARoom() {
    assertThat(MAIN.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(ROOMS.stream().map(room -> ROOT + room).toList());
  }

  @Test
  void thereIsNoCycleBetweenPackages() {
    check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
  }

  @Test
  void theDomainSeesNoDatabase() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "com.mysql..",
                "org.postgresql..",
                "org.mariadb.."));
  }

  @Test
  void onlyItsMetersNeedTheOptionalMicrometer() {
    check(
        noClasses()
            .that()
            .doNotHaveSimpleName("SyncMetrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer.."));
  }

  @Test
  void pureFunctionsSeeNoPortClockRandomnessLoggingOrInput() {
    Set<String> pure =
        Set.of(
            RecognitionScorer.class.getName(),
            RecognitionModel.class.getName(),
            ProfileCalculator.class.getName(),
            RfmMeasure.class.getName(),
            RfmThresholds.class.getName(),
            RfmSegmentation.class.getName(),
            "dev.customerintelligence.profile.Favorites",
            "dev.customerintelligence.bundle.BundleComposer",
            Allocation.class.getName(),
            BundlePrice.class.getName(),
            BundlePolicy.class.getName(),
            BundleOffer.class.getName(),
            ConversionRate.class.getName(),
            DiscountTier.class.getName());
    assertThat(MAIN.stream().map(JavaClass::getName)).containsAll(pure);
    for (String name : pure) {
      checkPure(noClasses().that().haveFullyQualifiedName(name));
    }
    checkPure(
        noClasses()
            .that()
            .resideInAPackage(ROOT + ".forecast")
            .and()
            .haveNameNotMatching(".*\\.ForecastService(\\$.*)?")
            .and()
            .doNotHaveSimpleName("ForecastStore"));
  }

  private static void checkPure(GivenClassesConjunction classes) {
    check(
        classes
            .should()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Store")
            .orShould()
            .dependOnClassesThat()
            .haveSimpleNameEndingWith("Service")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                OrderHistory.class, Catalogue.class, GeoLocator.class, BufferedEventWriter.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT + ".storage..", ROOT + ".privacy..")
            .orShould()
            .callMethod(java.util.UUID.class, "randomUUID")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.slf4j..",
                "java.io..",
                "java.nio..",
                "java.net..",
                "java.security..",
                "java.util.random..",
                "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.InstantSource"));
  }

  @Test
  void nobodyReadsTheTime() {
    check(
        noClasses()
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now")
            .orShould()
            .callMethod(java.time.Clock.class, "instant")
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void theStorageInMemoryShowsItsEntryTypesOnly() {
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + ".storage.memory")
            .and()
            .haveSimpleNameNotStartingWith("package-info")
            .and()
            .doNotHaveSimpleName("InMemoryStorage")
            .and()
            .doNotHaveSimpleName("InMemoryOrderHistory")
            .should()
            .notBePublic());
  }

  @Test
  void theRootShowsAtMostTenTypes() {
    assertThat(
            MAIN.stream()
                .filter(type -> type.getPackageName().equals(ROOT))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC)))
        .hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void portsAreInterfaces() {
    check(
        classes()
            .that()
            .haveSimpleNameEndingWith("Store")
            .and()
            .arePublic()
            .should()
            .beInterfaces());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(MAIN);
  }
}
