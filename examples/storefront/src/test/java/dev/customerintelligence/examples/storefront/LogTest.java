package dev.customerintelligence.examples.storefront;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log may not hold: what visitors are called, and where they come from. */
class LogTest {
  private static final String PERSONAL = "zaphod";
  private static final String ADDRESS = "198.18.77.99";

  @Test
  void nothingPersonalIsLoggedHoweverItIsSent(@TempDir Path folder) throws IOException {
    Path log = folder.resolve("log");
    String email = PERSONAL + "@example.com";
    try (RunningShop shop = RunningShop.start("--logging.file.name=" + log)) {
      Visitor visitor = new Visitor(shop.address(), ADDRESS);
      visitor.track("5e".repeat(32));
      visitor.order(email, "salt-marsh", 2);
      visitor.signIn(email);
      visitor.submit("/sign-in", Map.of("username", email + "x", "password", "wrong"));
      visitor.submit("/cart/add", Map.of("product", "salt-marsh", "quantity", email));
      visitor.submit("/checkout", Map.of("email", PERSONAL));
      visitor.post("/api/events", "{\"type\":\"" + email + "\"}");
      visitor.post("/api/visits", "{\"fingerprint\":\"" + email);
      visitor.get("/api/offers/" + email);
      visitor.get("/products/" + email);
      visitor.get("/dashboard/recognitions/" + email);
      send(shop, "GET /?email=" + email + "|{ HTTP/1.1\r\nHost: shop\r\n\r\n");
      send(
          shop, "GET /?email=%zz" + email + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n");
      send(
          shop,
          "GET / HTTP/1.1\r\nHost: shop\r\nCookie: a=\u0001"
              + email
              + "\r\nConnection: close\r\n\r\n");
    }

    assertThat(log)
        .content()
        .contains("Started")
        .doesNotContainIgnoringCase(PERSONAL)
        .doesNotContain(ADDRESS, "5e5e5e");
  }

  private static void send(RunningShop shop, String request) throws IOException {
    URI address = URI.create(shop.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).startsWith("HTTP/1.1");
    }
  }
}
