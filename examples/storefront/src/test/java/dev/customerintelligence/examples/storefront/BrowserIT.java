package dev.customerintelligence.examples.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.customerintelligence.identity.EmailAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The shop as a person sees it, from the first visit to the owner's dashboard. */
@Tag("browser")
class BrowserIT {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private static RunningShop shop;
  private static Browser browser;

  @BeforeAll
  static void start() {
    assumeTrue(
        Browser.isInstalled(),
        "skipped: /usr/bin/chromium and /usr/bin/chromedriver (Debian: chromium, chromium-driver)"
            + " are not installed");
    shop = RunningShop.start();
    browser = new Browser(shop.address());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
      shop.close();
    }
  }

  @BeforeEach
  void anotherBrowser() {
    browser.comeFrom(address());
    browser.resize(Browser.DESK);
    browser.becomeAnother(NEXT.incrementAndGet());
  }

  @AfterEach
  void nothingWentWrongUnseen() {
    browser.assertConsoleIsClean();
  }

  @Test
  void fromTheFirstVisitToTheDashboard() throws IOException {
    String before = figures();
    browser.becomeAnother(NEXT.incrementAndGet());

    browser.open("/");
    browser.shown("#consent");
    browser.assertAccessible();
    assertThat(shopKnowsThisBrowser()).isFalse();
    browser.click("#consent-yes");
    browser.gone("#consent");
    EmailAddress customer = buyAsSomebodyNew();
    browser.comeBackLater();
    shop.clock().forward(Duration.ofDays(15));
    browser.comeFrom(address());

    browser.open("/");
    browser.shown("dialog[open]");
    browser.assertAccessible();
    assertThat(browser.shown("#offer-title").getText())
        .isEqualTo("Welcome back: a bundle made for you");
    assertThat(browser.shown("#offer-base").getTagName()).isEqualTo("s");
    assertThat(browser.shown("#offer-days").getText()).isEqualTo("It stands for 7 more days.");
    assertThat(browser.page()).doesNotContain(customer.value());
    browser.screenshot(SCREENSHOTS.resolve("popup.png"));
    browser.click("#offer-accept");
    browser.at("/cart");
    assertThat(browser.shown("tr.bundle").getText()).contains("Your bundle");
    browser.assertAccessible();
    browser.checkOut(customer.value());

    assertThat(figures()).isNotEqualTo(before);
    assertThat(browser.page()).contains("Offers from made to bought");
    browser.assertAccessible();
    browser.screenshot(SCREENSHOTS.resolve("dashboard.png"));
    browser.click("a[href^='/dashboard/recognitions/']");
    browser.shown(".panel svg");
    browser.assertAccessible();
  }

  @Test
  void whoDeclinesIsLeftAlone() {
    comeBackWithAnOffer();
    browser.open("/");
    browser.shown("dialog[open]");
    browser.click("#offer-decline");
    browser.gone("dialog");
    assertThat(browser.shows("#show-offer")).isFalse();

    browser.comeBackLater();
    browser.open("/");
    assertThat(browser.shows("dialog[open]")).isFalse();
  }

  @Test
  void aStrangerOnTheSameAddressSeesNothingPersonal() {
    String home = address();
    browser.comeFrom(home);
    browser.open("/");
    browser.click("#consent-yes");
    EmailAddress customer = buyAsSomebodyNew();
    shop.clock().forward(Duration.ofDays(15));

    browser.becomeAnother(NEXT.incrementAndGet());
    browser.comeFrom(home);
    browser.open("/");
    browser.click("#consent-yes");
    browser.open("/");
    assertThat(browser.shows("dialog[open]")).isFalse();
    assertThat(browser.shows("#show-offer")).isFalse();
    browser.open("/account");
    assertThat(browser.page()).doesNotContain(customer.value()).contains("Sign in");
  }

  @Test
  void whoSaysNoIsNotTracked() {
    browser.open("/");
    browser.click("#consent-no");
    browser.gone("#consent");
    buyAsSomebodyNewWithoutConsent();
    assertThat(shopKnowsThisBrowser()).isFalse();
    browser.open("/recognition");
    assertThat(browser.shown("#choice").getText()).isEqualTo("do not recognise it");
  }

  @Test
  void theKeyboardIsEnough() {
    comeBackWithAnOffer();
    browser.open("/");
    browser.shown("dialog[open]");
    assertThat(browser.focused()).isEqualTo("offer-accept");
    browser.press(Keys.TAB);
    assertThat(browser.focused()).isEqualTo("offer-decline");
    browser.press(Keys.TAB);
    assertThat(browser.focused()).isEqualTo("offer-later");
    // The focus stays in the dialog, whichever way it goes.
    for (int i = 0; i < 5; i++) {
      browser.press(Keys.TAB);
      assertThat(browser.focusIsIn("offer")).isTrue();
    }
    browser.press(Keys.ESCAPE);
    browser.gone("dialog");

    // Escape answers nothing: the offer is behind its button.
    browser.run("document.getElementById('show-offer').focus()");
    browser.press(Keys.ENTER);
    browser.shown("dialog[open]");
    browser.press(Keys.ENTER);
    browser.at("/cart");
    assertThat(browser.shown("tr.bundle").isDisplayed()).isTrue();
  }

  @Test
  void aPhoneIsWideEnough() throws IOException {
    browser.resize(Browser.PHONE);
    browser.open("/");
    browser.assertAccessible();
    comeBackWithAnOffer();
    browser.open("/");
    browser.shown("dialog[open]");
    browser.assertAccessible();
    browser.screenshot(SCREENSHOTS.resolve("phone.png"));
    browser.click("#offer-accept");
    browser.at("/cart");
    browser.assertAccessible();
    browser.click("a[href='/checkout']");
    browser.at("/checkout");
    browser.assertAccessible();
  }

  @Test
  void aCustomerWhoSignsInIsGreetedByName() {
    browser.signIn("ben@example.com");
    browser.open("/");
    assertThat(browser.shown("#offer-title").getText()).isEqualTo("Ben, a bundle made for you");
    browser.click("#offer-later");
    browser.open("/account");
    browser.assertAccessible();
  }

  private static void comeBackWithAnOffer() {
    browser.open("/");
    browser.click("#consent-yes");
    buyAsSomebodyNew();
    browser.comeBackLater();
    shop.clock().forward(Duration.ofDays(15));
    browser.comeFrom(address());
  }

  private static EmailAddress buyAsSomebodyNew() {
    EmailAddress customer = buyAsSomebodyNewWithoutConsent();
    for (int i = 0; i < 1000 && shop.library().recognition().devicesOf(customer).isEmpty(); i++) {
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(shop.library().recognition().devicesOf(customer)).hasSize(1);
    return customer;
  }

  private static EmailAddress buyAsSomebodyNewWithoutConsent() {
    EmailAddress customer = EmailAddress.of("visitor" + NEXT.incrementAndGet() + "@example.com");
    browser.buy("lantern-oolong", 4, customer.value());
    return customer;
  }

  /** Returns the owner's numbers as text; the browser is signed in as the owner then. */
  private static String figures() {
    browser.comeBackLater();
    browser.signIn("owner");
    browser.open("/dashboard");
    return browser.shown(".tiles").getText();
  }

  private static boolean shopKnowsThisBrowser() {
    return "true"
        .equals(browser.run("return document.querySelector('meta[name=tracked]').content"));
  }

  private static String address() {
    int n = NEXT.incrementAndGet();
    return "198.18." + n / 250 + "." + (1 + n % 250);
  }
}
