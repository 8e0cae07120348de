package dev.customerintelligence.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.HashKey;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The README's ten lines. */
class FirstRecognitionTest {
  @Test
  void tenLinesToTheFirstRecognition() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      HashKey key = HashKey.generate("2026-01"); // keep it with your secrets
      try (CustomerIntelligence ci = CustomerIntelligence.builder().hashKey(key).build()) {
        Visit visit =
            Visit.builder()
                .fingerprint("990eb8b7a1c24f0e8d5b6c3a2f1e0d9c990eb8b7a1c24f0e8d5b6c3a2f1e0d9c")
                .ipAddress("203.0.113.7")
                .build();
        ci.recognition().remember(visit, EmailAddress.of("ada@example.com")); // at the checkout
        Recognition recognition = ci.recognition().recognize(visit); // on the next visit
        System.out.println(recognition.decision() + " " + recognition.candidates());
      }
    } finally {
      System.setOut(before);
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("RECOGNIZED [Candidate[");
  }
}
