package dev.customerintelligence.examples.storefront;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser of his own, as far as HTTP goes: a session, its token, an address. */
final class Visitor {
  private static final Pattern TOKEN = Pattern.compile("csrf-token\" content=\"([^\"]+)\"");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String shop;
  private final String ipAddress;
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private String token = "";

  Visitor(String shop, String ipAddress) {
    this.shop = shop;
    this.ipAddress = ipAddress;
  }

  HttpResponse<String> get(String path) {
    String accepted = path.startsWith("/api/") ? "application/json" : "text/html,*/*;q=0.8";
    HttpResponse<String> response = send(request(path).header("Accept", accepted).GET());
    Matcher found = TOKEN.matcher(response.body());
    if (found.find()) {
      token = found.group(1);
    }
    return response;
  }

  HttpResponse<String> post(String path, String json) {
    if (token.isEmpty()) {
      get("/recognition");
    }
    return postWithoutToken(path, json, "X-CSRF-TOKEN", token);
  }

  HttpResponse<String> postWithoutToken(String path, String json, String... headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  HttpResponse<String> submit(String path, Map<String, String> fields) {
    if (token.isEmpty()) {
      get("/recognition");
    }
    String form =
        fields.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), UTF_8))
            .collect(Collectors.joining("&", "_csrf=" + URLEncoder.encode(token, UTF_8) + "&", ""));
    HttpResponse<String> response =
        send(
            request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    // Signing in or out gives the session another token.
    token = "";
    return response;
  }

  HttpResponse<String> track(String fingerprint) {
    return post("/api/visits", "{\"fingerprint\":\"" + fingerprint + "\"}");
  }

  HttpResponse<String> signIn(String name) {
    return submit("/sign-in", Map.of("username", name, "password", RunningShop.PASSWORD));
  }

  HttpResponse<String> order(String email, String product, int quantity) {
    submit("/cart/add", Map.of("product", product, "quantity", Integer.toString(quantity)));
    return submit("/checkout", Map.of("email", email));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(shop + path))
        .timeout(PATIENCE)
        .header("X-Forwarded-For", ipAddress)
        .header(
            "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
