package dev.customerintelligence.examples.storefront.visitor;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.identity.Fingerprint;
import dev.customerintelligence.identity.TrustedProxies;
import dev.customerintelligence.recognition.Recognition;
import dev.customerintelligence.recognition.Visit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;

/** Takes visits in: says whose they are, and remembers those of known customers. Thread-safe. */
@Component
public final class VisitService {
  private static final Logger LOG = LoggerFactory.getLogger(VisitService.class);

  private final CustomerIntelligence library;
  private final EventLog events;
  private final RecentRecognitions recent;
  private final TrustedProxies proxies;
  private final TaskExecutor later;

  VisitService(
      CustomerIntelligence library,
      EventLog events,
      RecentRecognitions recent,
      TrustedProxies proxies,
      TaskExecutor later) {
    this.library = library;
    this.events = events;
    this.recent = recent;
    this.proxies = proxies;
    this.later = later;
  }

  /**
   * Says whose visit it is and keeps that with the session; a signed-in customer's is remembered.
   */
  public void track(HttpServletRequest request, Fingerprint fingerprint) {
    Visit visit = visit(request, fingerprint);
    Recognition recognition = library.recognition().recognize(visit);
    Optional<EmailAddress> customer = recognition.storefrontView().customer();
    BehavioralEvent.Builder event =
        library
            .events()
            .newEvent("visit_" + recognition.decision().name().toLowerCase(Locale.ROOT))
            .fingerprint(fingerprint);
    customer.ifPresent(event::customer);
    events.accept(event.build());
    recent.add(recognition);
    VisitorSession.change(request, session -> session.withVisit(visit, customer.orElse(null)));
    Shopper.of(request).account().ifPresent(account -> remember(request, account));
  }

  /**
   * Remembers this session's visit, if the browser told anything, as the customer's. It happens
   * after the answer is sent, so that nobody can tell by the clock whether there was anything to
   * remember. A sighting that is lost because the store is away is made again on the next visit.
   */
  public void remember(HttpServletRequest request, EmailAddress customer) {
    VisitorSession.of(request).givenVisit().ifPresent(visit -> remember(visit, customer));
  }

  private void remember(Visit visit, EmailAddress customer) {
    later.execute(
        () -> {
          try {
            library.recognition().remember(visit, customer);
          } catch (RuntimeException e) {
            LOG.warn("A visit was not remembered: {}", e.getClass().getName());
          }
        });
  }

  /** Forgets what the browser told in this session. */
  public void forget(HttpServletRequest request) {
    VisitorSession.change(request, session -> session.withVisit(null, null));
  }

  private Visit visit(HttpServletRequest request, Fingerprint fingerprint) {
    Visit.Builder visit =
        Visit.builder().fingerprint(fingerprint).userAgent(request.getHeader("User-Agent"));
    proxies
        .clientAddress(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")))
        .ifPresent(visit::ipAddress);
    return visit.build();
  }
}
