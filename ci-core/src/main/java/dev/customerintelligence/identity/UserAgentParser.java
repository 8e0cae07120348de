package dev.customerintelligence.identity;

import com.google.common.base.Ascii;
import java.util.List;

/** Reduces a user agent to what changes rarely. A few dozen searches in a bounded text. */
final class UserAgentParser {
  /** Real user agents are shorter; bounds the work on nonsense. */
  private static final int PARSED_LENGTH = 1_024;

  /** What crawlers, monitors and HTTP libraries call themselves, apart from {@code bot}. */
  private static final List<String> BOT_MARKS =
      List.of(
          "+http",
          "crawler",
          "spider",
          "slurp",
          "headless",
          "phantomjs",
          "preview",
          "scrapy",
          "facebookexternalhit",
          "whatsapp/",
          "mediapartners-google",
          "google-",
          "googleother",
          "chatgpt-user",
          "pingdom",
          "lighthouse",
          "http-client",
          "httpclient",
          "okhttp/",
          "curl/",
          "wget/",
          "python",
          "libwww",
          "java/",
          "axios/",
          "node-fetch",
          "guzzlehttp",
          "postman");

  private static final List<String> TELEVISION_AND_CONSOLE_MARKS =
      List.of(
          "smart-tv",
          "smarttv",
          "googletv",
          "appletv",
          "android tv",
          "bravia",
          "playstation",
          "xbox",
          "nintendo");

  /** The first that is found decides: most families also claim to be Chrome, and all Safari. */
  private static final List<Brand> BRANDS =
      List.of(
          new Brand("edg/", BrowserFamily.EDGE),
          new Brand("edga/", BrowserFamily.EDGE),
          new Brand("edgios/", BrowserFamily.EDGE),
          new Brand("edge/", BrowserFamily.EDGE),
          new Brand("opr/", BrowserFamily.OPERA),
          new Brand("opt/", BrowserFamily.OPERA),
          new Brand("opera mini/", BrowserFamily.OPERA),
          new Brand("opera/", BrowserFamily.OPERA),
          new Brand("samsungbrowser/", BrowserFamily.SAMSUNG_INTERNET),
          new Brand("vivaldi/", BrowserFamily.VIVALDI),
          new Brand("yabrowser/", BrowserFamily.YANDEX),
          new Brand("ucbrowser/", BrowserFamily.UC_BROWSER),
          new Brand("huaweibrowser/", BrowserFamily.HUAWEI),
          new Brand("miuibrowser/", BrowserFamily.MIUI),
          new Brand("duckduckgo/", BrowserFamily.DUCKDUCKGO),
          new Brand("ddg/", BrowserFamily.DUCKDUCKGO),
          new Brand("silk/", BrowserFamily.SILK),
          new Brand("gsa/", BrowserFamily.WEBVIEW),
          new Brand("electron/", BrowserFamily.OTHER),
          new Brand("firefox/", BrowserFamily.FIREFOX),
          new Brand("fxios/", BrowserFamily.FIREFOX),
          new Brand("crios/", BrowserFamily.CHROME),
          new Brand("chrome/", BrowserFamily.CHROME),
          new Brand("chromium/", BrowserFamily.CHROME));

  private UserAgentParser() {}

  static Parsed parse(String userAgent) {
    String text =
        Ascii.toLowerCase(userAgent.substring(0, Math.min(userAgent.length(), PARSED_LENGTH)));
    OperatingSystem os = operatingSystem(text);
    if (isBot(text)) {
      return new Parsed(BrowserFamily.BOT, 0, os, DeviceClass.BOT);
    }
    DeviceClass device = deviceClass(text, os);
    for (Brand brand : BRANDS) {
      int version = endOf(text, brand.token());
      if (version >= 0) {
        boolean isEmbedded = brand.family() == BrowserFamily.CHROME && text.contains("; wv)");
        return new Parsed(
            isEmbedded ? BrowserFamily.WEBVIEW : brand.family(),
            versionAt(text, version),
            os,
            device);
      }
    }
    return webkit(text, os, device);
  }

  /** What names no brand of its own: Safari, and apps that embed the same engine. */
  private static Parsed webkit(String text, OperatingSystem os, DeviceClass device) {
    int version = endOf(text, "version/");
    boolean isApple = os == OperatingSystem.IOS || os == OperatingSystem.MACOS;
    if (isApple && version >= 0 && endOf(text, "safari/") >= 0) {
      return new Parsed(BrowserFamily.SAFARI, versionAt(text, version), os, device);
    }
    boolean isEmbedded = os == OperatingSystem.IOS && endOf(text, "applewebkit/") >= 0;
    return new Parsed(isEmbedded ? BrowserFamily.WEBVIEW : BrowserFamily.OTHER, 0, os, device);
  }

  private static boolean isBot(String text) {
    for (int i = text.indexOf("bot"); i >= 0; i = text.indexOf("bot", i + 1)) {
      // Cubot makes phones.
      if (!text.startsWith("cu", i - 2)) {
        return true;
      }
    }
    return containsAny(text, BOT_MARKS);
  }

  private static OperatingSystem operatingSystem(String text) {
    if (text.contains("windows phone")) {
      // It also claims to be Android and like an iPhone.
      return OperatingSystem.OTHER;
    }
    if (text.contains("windows")) {
      return OperatingSystem.WINDOWS;
    }
    if (text.contains("iphone") || text.contains("ipad") || text.contains("ipod")) {
      return OperatingSystem.IOS;
    }
    if (text.contains("android")) {
      return OperatingSystem.ANDROID;
    }
    if (text.contains(" cros ")) {
      return OperatingSystem.CHROME_OS;
    }
    if (text.contains("macintosh")) {
      return OperatingSystem.MACOS;
    }
    return text.contains("linux") ? OperatingSystem.LINUX : OperatingSystem.OTHER;
  }

  private static DeviceClass deviceClass(String text, OperatingSystem os) {
    if (containsAny(text, TELEVISION_AND_CONSOLE_MARKS)) {
      return DeviceClass.OTHER;
    }
    boolean isMobile = text.contains("mobile");
    return switch (os) {
      case WINDOWS, MACOS, CHROME_OS -> DeviceClass.DESKTOP;
      case IOS -> text.contains("ipad") ? DeviceClass.TABLET : DeviceClass.PHONE;
      case ANDROID -> isMobile && !text.contains("tablet") ? DeviceClass.PHONE : DeviceClass.TABLET;
      case LINUX -> isMobile ? DeviceClass.PHONE : DeviceClass.DESKTOP;
      case OTHER -> isMobile ? DeviceClass.PHONE : DeviceClass.OTHER;
    };
  }

  private static boolean containsAny(String text, List<String> marks) {
    for (String mark : marks) {
      if (text.contains(mark)) {
        return true;
      }
    }
    return false;
  }

  /** Returns where the token ends, or -1; it counts only where no letter or digit precedes it. */
  private static int endOf(String text, String token) {
    for (int i = text.indexOf(token); i >= 0; i = text.indexOf(token, i + 1)) {
      if (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1))) {
        return i + token.length();
      }
    }
    return -1;
  }

  private static int versionAt(String text, int from) {
    return Math.max(0, Decimals.parse(text, from, Decimals.endOfDigits(text, from)));
  }

  /** What a user agent is reduced to. */
  record Parsed(
      BrowserFamily family, int majorVersion, OperatingSystem os, DeviceClass deviceClass) {}

  private record Brand(String token, BrowserFamily family) {}
}
