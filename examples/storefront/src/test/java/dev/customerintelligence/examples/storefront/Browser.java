package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at Debian's Chromium, without a screen. */
final class Browser implements AutoCloseable {
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Set<String> SERIOUS = Set.of("serious", "critical");
  static final Dimension DESK = new Dimension(1200, 900);
  static final Dimension PHONE = new Dimension(390, 800);

  private final String shop;
  private final ChromeDriver driver;
  private final WebDriverWait wait;

  Browser(String shop) {
    this.shop = shop;
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(),
            options);
    wait = new WebDriverWait(driver, PATIENCE);
    resize(DESK);
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
  }

  void resize(Dimension size) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width",
            size.width,
            "height",
            size.height,
            "deviceScaleFactor",
            1,
            "mobile",
            size.equals(PHONE)));
  }

  /** Lets the shop believe that requests come from this address. */
  void comeFrom(String ipAddress) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.setExtraHTTPHeaders", Map.of("headers", Map.of("X-Forwarded-For", ipAddress)));
  }

  /** Ends the session, as when the browser was closed for days; what the user chose stays. */
  void comeBackLater() {
    open("/recognition");
    driver.manage().deleteAllCookies();
    driver.executeScript("sessionStorage.clear()");
  }

  /** Becomes another browser: another fingerprint, nothing chosen. */
  void becomeAnother(int processors) {
    open("/recognition");
    driver.manage().deleteAllCookies();
    driver.executeScript("sessionStorage.clear(); localStorage.clear()");
    driver.executeCdpCommand(
        "Emulation.setHardwareConcurrencyOverride", Map.of("hardwareConcurrency", processors));
  }

  void open(String path) {
    driver.get(shop + path);
    ready();
  }

  void ready() {
    wait.until(ExpectedConditions.presenceOfElementLocated(By.cssSelector("html[data-ready]")));
  }

  WebElement shown(String css) {
    return wait.until(ExpectedConditions.visibilityOfElementLocated(By.cssSelector(css)));
  }

  boolean shows(String css) {
    return driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
  }

  void click(String css) {
    wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector(css))).click();
  }

  void gone(String css) {
    wait.until(ExpectedConditions.invisibilityOfElementLocated(By.cssSelector(css)));
  }

  void type(String css, String text) {
    WebElement field = shown(css);
    field.clear();
    field.sendKeys(text);
  }

  void at(String path) {
    wait.until(ExpectedConditions.urlToBe(shop + path));
    ready();
  }

  /** Presses keys where the focus is. */
  void press(CharSequence... keys) {
    driver.switchTo().activeElement().sendKeys(keys);
  }

  /** Returns the id of what has the focus; empty if it has none. */
  String focused() {
    return String.valueOf(driver.executeScript("return document.activeElement.id || ''"));
  }

  /** Returns whether the focus is inside, or with the browser itself and not with the page. */
  boolean focusIsIn(String id) {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "const focus = document.activeElement;"
                + "return focus === document.body"
                + " || document.getElementById(arguments[0]).contains(focus)",
            id));
  }

  Object run(String script) {
    return driver.executeScript(script);
  }

  String page() {
    return driver.getPageSource();
  }

  void signIn(String name) {
    open("/sign-in");
    type("#username", name);
    type("#password", RunningShop.PASSWORD);
    click("main form button");
    wait.until(ExpectedConditions.not(ExpectedConditions.urlContains("sign-in")));
    ready();
  }

  void buy(String product, int quantity, String email) {
    open("/products/" + product);
    if (shows("dialog[open]")) {
      click("#offer-later");
    }
    type("#quantity", Integer.toString(quantity));
    click("main form button");
    at("/cart");
    checkOut(email);
  }

  void checkOut(String email) {
    click("a[href='/checkout']");
    at("/checkout");
    type("#email", email);
    click("main form button");
    at("/thanks");
  }

  /** Fails if axe finds anything serious, or the page is wider than the window. */
  void assertAccessible() {
    assertThat(new AxeBuilder().analyze(driver).getViolations())
        .filteredOn(rule -> SERIOUS.contains(rule.getImpact()))
        .extracting(Rule::getId, rule -> rule.getNodes().get(0).getHtml())
        .isEmpty();
    assertThat(run("return document.documentElement.scrollWidth - window.innerWidth"))
        .asInstanceOf(InstanceOfAssertFactories.LONG)
        .isLessThanOrEqualTo(0);
  }

  void assertConsoleIsClean() {
    List<LogEntry> logged = driver.manage().logs().get(LogType.BROWSER).getAll();
    assertThat(logged).filteredOn(entry -> entry.getLevel().equals(Level.SEVERE)).isEmpty();
  }

  void screenshot(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
