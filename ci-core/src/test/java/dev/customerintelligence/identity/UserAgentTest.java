package dev.customerintelligence.identity;

import static dev.customerintelligence.identity.BrowserFamily.BOT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserAgentTest {
  private static final String CHROME_ON_WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/%s Safari/537.36";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CHROME           | 126 | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          CHROME           | 126 | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          CHROME           | 126 | LINUX     | DESKTOP | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          CHROME           | 109 | LINUX     | DESKTOP | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/109.0 Safari/537.36
          CHROME           | 125 | CHROME_OS | DESKTOP | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36
          CHROME           | 126 | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36
          CHROME           | 126 | ANDROID   | TABLET  | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36
          CHROME           | 119 | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 13; CUBOT_X50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36
          CHROME           | 126 | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.35 Mobile/15E148 Safari/604.1
          CHROME           | 126 | IOS       | TABLET  | Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.35 Mobile/15E148 Safari/604.1
          CHROME           | 90  | ANDROID   | OTHER   | Mozilla/5.0 (Linux; Android 9; BRAVIA 4K GB) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/90.0.4430.91 Safari/537.36
          EDGE             | 126 | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68
          EDGE             | 18  | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763
          EDGE             | 44  | WINDOWS   | OTHER   | Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Edge/44.18363.8131
          EDGE             | 125 | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36 EdgA/125.0.2535.87
          EDGE             | 125 | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/125.2535.96 Mobile/15E148 Safari/605.1.15
          EDGE             | 13  | OTHER     | PHONE   | Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2486.0 Mobile Safari/537.36 Edge/13.10586
          FIREFOX          | 127 | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0
          FIREFOX          | 115 | LINUX     | DESKTOP | Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0
          FIREFOX          | 127 | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0
          FIREFOX          | 127 | ANDROID   | PHONE   | Mozilla/5.0 (Android 14; Mobile; rv:127.0) Gecko/127.0 Firefox/127.0
          FIREFOX          | 68  | ANDROID   | TABLET  | Mozilla/5.0 (Android 9; Tablet; rv:68.0) Gecko/68.0 Firefox/68.0
          FIREFOX          | 127 | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 14_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/127.0 Mobile/15E148 Safari/605.1.15
          FIREFOX          | 48  | OTHER     | PHONE   | Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5
          SAFARI           | 17  | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15
          SAFARI           | 17  | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1
          SAFARI           | 12  | IOS       | PHONE   | Mozilla/5.0 (iPod touch; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.0 Mobile/15E148 Safari/604.1
          SAFARI           | 12  | IOS       | TABLET  | Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1
          OPERA            | 111 | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 OPR/111.0.0.0
          OPERA            | 4   | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1 OPT/4.9.0
          OPERA            | 36  | ANDROID   | TABLET  | Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16
          OPERA            | 9   | WINDOWS   | DESKTOP | Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18
          SAMSUNG_INTERNET | 25  | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36
          SAMSUNG_INTERNET | 25  | ANDROID   | TABLET  | Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Safari/537.36
          SAMSUNG_INTERNET | 2   | LINUX     | OTHER   | Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.2 Chrome/63.0.3239.84 TV Safari/537.36
          SAMSUNG_INTERNET | 3   | LINUX     | PHONE   | Mozilla/5.0 (Linux; Tizen 2.3; SAMSUNG SM-Z130H) AppleWebKit/537.3 (KHTML, like Gecko) SamsungBrowser/3.0 Mobile Safari/537.3
          VIVALDI          | 6   | LINUX     | DESKTOP | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Vivaldi/6.5.3206.39
          YANDEX           | 24  | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 YaBrowser/24.6.0.0 Safari/537.36
          UC_BROWSER       | 13  | ANDROID   | PHONE   | Mozilla/5.0 (Linux; U; Android 11; en-US; RMX2030) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.108 UCBrowser/13.4.0.1306 Mobile Safari/537.36
          HUAWEI           | 14  | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 10; ELE-L29) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/14.0.5.303 Mobile Safari/537.36
          MIUI             | 14  | ANDROID   | PHONE   | Mozilla/5.0 (Linux; U; Android 12; en-us; M2101K6G) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.8.0
          DUCKDUCKGO       | 7   | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15
          DUCKDUCKGO       | 17  | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15 Ddg/17.5
          SILK             | 122 | ANDROID   | TABLET  | Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/122.3.1 like Chrome/122.0.6261.64 Safari/537.36
          WEBVIEW          | 126 | ANDROID   | PHONE   | Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.50 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/467.0.0.44.108;]
          WEBVIEW          | 0   | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 Instagram 336.0.8.22.90
          WEBVIEW          | 320 | IOS       | PHONE   | Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/320.0.639 Mobile/15E148 Safari/604.1
          OTHER            | 28  | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) shop/1.0 Chrome/120.0.0.0 Electron/28.0.0 Safari/537.36
          OTHER            | 0   | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; Tablet PC 2.0; rv:11.0) like Gecko
          OTHER            | 0   | WINDOWS   | DESKTOP | Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US) AppleWebKit/533.19.4 (KHTML, like Gecko) Version/5.0.3 Safari/533.19.4
          OTHER            | 0   | ANDROID   | PHONE   | Mozilla/5.0 (Linux; U; Android 4.0.3; nl-nl; GT-I9100) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30
          OTHER            | 0   | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)
          OTHER            | 0   | MACOS     | DESKTOP | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1
          OTHER            | 0   | IOS       | PHONE   | shopping/3.2 (iPhone; iOS 17.5)
          """)
  void reducesTheCommonFamilies(
      BrowserFamily family, int version, OperatingSystem os, DeviceClass device, String raw) {
    UserAgent agent = parsed(raw);

    assertThat(agent.value()).isEqualTo(raw);
    assertThat(agent.family()).isEqualTo(family);
    assertThat(agent.majorVersion()).isEqualTo(version);
    assertThat(agent.os()).isEqualTo(os);
    assertThat(agent.deviceClass()).isEqualTo(device);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like"
            + " Gecko) Chrome/126.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1;"
            + " +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Mozilla/5.0 (compatible; ExampleFetcher; +https://example.com)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " HeadlessChrome/126.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1"
            + " Safari/538.1",
        "Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/115.0.0.0 Safari/537.36"
            + " BingPreview/1.0b",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)",
        "Mozilla/5.0 (compatible; Baiduspider/2.0)",
        "Mozilla/5.0 (compatible; Site Crawler)",
        "Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)",
        "Mozilla/5.0 Chrome/126.0.0.0 Safari/537.36 Chrome-Lighthouse",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0)",
        "CUBOT-bot/1.0",
        "bot",
        "GoogleOther",
        "Mediapartners-Google",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "Pingdom.com_bot_version_1.4",
        "Pingdom.com",
        "curl/8.5.0",
        "Wget/1.21.4",
        "python-requests/2.32.3",
        "Python-urllib/3.12",
        "Scrapy/2.11",
        "libwww-perl/6.77",
        "Java/17.0.11",
        "Go-http-client/2.0",
        "Apache-HttpClient/5.3 (Java)",
        "okhttp/4.12.0",
        "axios/1.7.2",
        "node-fetch/1.0",
        "GuzzleHttp/7",
        "PostmanRuntime/7.39.0"
      })
  void knowsBots(String raw) {
    UserAgent agent = parsed(raw);

    assertThat(agent.family()).isEqualTo(BOT);
    assertThat(agent.deviceClass()).isEqualTo(DeviceClass.BOT);
    assertThat(agent.majorVersion()).isZero();
    assertThat(agent.isCompatibleSuccessorOf(agent)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "()",
        "Mozilla/5.0",
        "Mozilla/5.0 ()",
        "/",
        "chrom",
        "xchrome/126.0",
        "9chrome/126.0",
        "\u00e9chrome/126.0",
        "\u65e5\u672c\u8a9e\u306e\u30d6\u30e9\u30a6\u30b6",
        "\ud83d\ude00",
        "' OR 1=1 --"
      })
  void makesNothingOfNonsense(String raw) {
    assertThat(parsed(raw)).hasToString("UserAgent[OTHER 0, OTHER, OTHER]");
  }

  @ParameterizedTest
  @CsvSource({
    "chrome/1, 1",
    "chrome/99999.0, 99999",
    "chrome/100000, 0",
    "chrome/, 0",
    "chrome/x, 0",
    "chrome/-5, 0",
    "chrome/000000012, 0",
    "chrome/\u0661\u0662, 0",
    "xchrome/5 chrome/7, 7",
    "(chrome/7), 7"
  })
  void readsTheMajorVersion(String raw, int version) {
    assertThat(parsed(raw).family()).isEqualTo(BrowserFamily.CHROME);
    assertThat(parsed(raw).majorVersion()).isEqualTo(version);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "\u00a0\u3000", "\u0000\n\u0085", "\ud83d", "\ude00 \ude00"})
  void isEmptyForBlank(@Nullable String blank) {
    assertThat(UserAgent.parse(blank)).isEmpty();
  }

  @Test
  void keepsTheTextAsSentWithoutWhatNoColumnHolds() {
    assertThat(parsed(" a\u0000b\r\nc\u007f\u0085d \ud83d\ude00\ud83de\ude00\t").value())
        .isEqualTo(" abcd \ud83d\ude00e");
  }

  @Test
  void cutsTheTextToWhatTheColumnHolds() {
    assertThat(parsed("a".repeat(16_383)).value()).hasSize(16_383);
    assertThat(parsed("a".repeat(16_384)).value()).hasSize(16_383);
    assertThat(parsed("\n".repeat(20_000) + "a".repeat(16_383)).value()).hasSize(16_383);
  }

  @Test
  void neverCutsACharacterInTwo() {
    String emoji = "\ud83d\ude00";

    assertThat(parsed(emoji.repeat(10_000)).value()).hasSize(16_382).isEqualTo(emoji.repeat(8_191));
    assertThat(parsed("a" + emoji.repeat(10_000)).value()).hasSize(16_383);
    assertThat(parsed("\uffee".repeat(20_000)).value().getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(65_535);
  }

  @Test
  void readsOnlyTheBeginningOfAnEnormousText() {
    assertThat(parsed("x".repeat(1_012) + " chrome/12" + "3".repeat(10_000_000)).majorVersion())
        .isEqualTo(1233);
    assertThat(parsed(" ".repeat(1_024) + "chrome/123").family()).isEqualTo(BrowserFamily.OTHER);
    assertThat(parsed("(".repeat(10_000_000)).family()).isEqualTo(BrowserFamily.OTHER);
  }

  @ParameterizedTest
  @CsvSource({
    "126.0.0.0, 126.0.0.0, true",
    "127.0.0.0, 126.0.0.0, true",
    "126.0.0.0, 126.9.9.9, true",
    "125.0.0.0, 126.0.0.0, false",
    "126.0.0.0, x, false",
    "x, 126.0.0.0, false",
    "x, x, false"
  })
  void anUpdateIsNotOlder(String version, String earlierVersion, boolean compatible) {
    assertThat(
            parsed(CHROME_ON_WINDOWS.formatted(version))
                .isCompatibleSuccessorOf(parsed(CHROME_ON_WINDOWS.formatted(earlierVersion))))
        .isEqualTo(compatible);
  }

  @ParameterizedTest
  @CsvSource({
    "Windows; chrome/126, Windows; chrome/125, true",
    "Windows; firefox/126, Windows; chrome/125, false",
    "Macintosh; chrome/126, Windows; chrome/125, false",
    "Android; Mobile; chrome/126, Android; chrome/125, false",
    "Android; chrome/126, Android; Mobile; chrome/125, false",
    "Windows; electron/126, Windows; electron/125, false",
    "Windows; bot chrome/126, Windows; bot chrome/126, false"
  })
  void anUpdateChangesNeitherBrowserNorDevice(String later, String earlier, boolean compatible) {
    assertThat(parsed(later).isCompatibleSuccessorOf(parsed(earlier))).isEqualTo(compatible);
  }

  @Test
  void isEqualByText() {
    UserAgent agent = parsed(CHROME_ON_WINDOWS.formatted("126.0.0.0"));

    assertThat(agent)
        .isEqualTo(parsed(CHROME_ON_WINDOWS.formatted("126.0.0.0")))
        .hasSameHashCodeAs(parsed(CHROME_ON_WINDOWS.formatted("126.0.0.0")))
        .isNotEqualTo(parsed(CHROME_ON_WINDOWS.formatted("126.0.0.1")))
        .doesNotHaveSameHashCodeAs(parsed(CHROME_ON_WINDOWS.formatted("126.0.0.1")))
        .isNotEqualTo(agent.value())
        .hasToString("UserAgent[CHROME 126, WINDOWS, DESKTOP]");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverThrows(long seed) {
    Random random = new Random(seed);
    RandomText texts =
        new RandomText(
            seed,
            "Mozilla/5.0 ",
            "(",
            ")",
            "; ",
            "Android",
            "Mobile",
            "Chrome/",
            "Safari/",
            "bot",
            "Version/",
            "cu",
            "12",
            ".",
            "\ud83d\ude00",
            "\u0130",
            "\u0000",
            "Windows");
    for (int i = 0; i < 20_000; i++) {
      String raw = texts.next(1 + random.nextInt(30));
      UserAgent.parse(raw)
          .ifPresent(
              agent -> {
                assertThat(agent.majorVersion()).isBetween(0, 99_999);
                assertThat(UserAgent.parse(agent.value())).contains(agent);
                assertThat(
                        new String(
                            agent.value().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                    .isEqualTo(agent.value());
              });
    }
  }

  private static UserAgent parsed(String raw) {
    return UserAgent.parse(raw).orElseThrow();
  }
}
