package dev.customerintelligence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The other tests run on the class path: these check that the library is a working module. */
class ModuleDescriptorTest {
  private static final String MODULE = "dev.customerintelligence.core";
  private static final String INTERNAL = "dev.customerintelligence.internal";
  private static final String LOGGING_BACKEND = "ch.qos.logback.classic";
  private static final String METERS = "dev.customerintelligence.sync.SyncMetrics";

  private final ModuleFinder modulePath = modulePath();

  @Test
  void everyPackageButTheInternalOneIsExported() {
    ModuleDescriptor descriptor = module().descriptor();
    Set<String> exported =
        descriptor.exports().stream()
            .filter(export -> !export.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toSet());
    Set<String> expected = new TreeSet<>(descriptor.packages());
    expected.remove(INTERNAL);
    assertThat(exported).isEqualTo(expected);
  }

  @Test
  void everyClassInitialisesOnTheModulePathWithoutWhatIsOptional() throws IOException {
    Configuration resolved =
        ModuleLayer.boot()
            .configuration()
            .resolve(modulePath, ModuleFinder.of(), Set.of(MODULE, LOGGING_BACKEND));
    ClassLoader loader =
        ModuleLayer.boot()
            .defineModulesWithOneLoader(resolved, ClassLoader.getPlatformClassLoader())
            .findLoader(MODULE);
    assertThatThrownBy(() -> Class.forName(METERS, true, loader))
        .isInstanceOf(NoClassDefFoundError.class)
        .hasMessageStartingWith("io/micrometer/");
    assertThat(classNames())
        .contains(METERS)
        .filteredOn(name -> !name.equals(METERS))
        .allSatisfy(
            name ->
                assertThatCode(() -> Class.forName(name, true, loader)).doesNotThrowAnyException());
  }

  private List<String> classNames() throws IOException {
    try (ModuleReader reader = module().open();
        Stream<String> resources = reader.list()) {
      return resources
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  private ModuleReference module() {
    return modulePath.find(MODULE).orElseThrow();
  }

  private static ModuleFinder modulePath() {
    return ModuleFinder.of(
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .map(Path::of)
            .filter(ModuleDescriptorTest::holdsModules)
            .toArray(Path[]::new));
  }

  /** A test library may be no module and have no name that could become one. */
  private static boolean holdsModules(Path classPathEntry) {
    try {
      return !ModuleFinder.of(classPathEntry).findAll().isEmpty();
    } catch (FindException e) {
      return false;
    }
  }
}
