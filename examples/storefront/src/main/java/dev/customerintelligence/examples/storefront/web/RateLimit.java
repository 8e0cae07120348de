package dev.customerintelligence.examples.storefront.web;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.identity.IpAddress;
import dev.customerintelligence.identity.TrustedProxies;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Bounds what one client may ask: the JSON interface by the second, sign-ins and checkouts by the
 * minute. A client is an address, an IPv6 one by its /64. Keeps at most 100,000 clients in mind.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RateLimit extends OncePerRequestFilter {
  private static final int FORMS_PER_MINUTE = 60;
  private static final long CLIENTS = 100_000;
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final TrustedProxies proxies;
  private final LoadingCache<String, Bucket> calls;
  private final LoadingCache<String, Bucket> forms;

  RateLimit(StorefrontProperties properties, TrustedProxies proxies) {
    this.proxies = proxies;
    calls = buckets(properties.requestsPerSecond(), Duration.ofSeconds(1));
    forms = buckets(FORMS_PER_MINUTE, Duration.ofMinutes(1));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    LoadingCache<String, Bucket> limit = limit(request);
    if (limit == null || limit.getUnchecked(client(request)).tryConsume(1)) {
      chain.doFilter(request, response);
    } else {
      response.setHeader(HttpHeaders.RETRY_AFTER, limit == calls ? "1" : "60");
      SecurityConfiguration.refuse(
          response, HttpStatus.TOO_MANY_REQUESTS, "Too many requests; please slow down.");
    }
  }

  private @Nullable LoadingCache<String, Bucket> limit(HttpServletRequest request) {
    // Decoded, as the handlers are found: /%61pi is /api.
    String path = request.getServletPath();
    if (path.startsWith("/api/")) {
      return calls;
    }
    boolean form =
        HttpMethod.POST.matches(request.getMethod())
            && (path.equals("/sign-in") || path.equals("/checkout"));
    return form ? forms : null;
  }

  private String client(HttpServletRequest request) {
    return proxies
        .clientAddress(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")))
        .map(IpAddress::network)
        .orElseGet(request::getRemoteAddr);
  }

  private static LoadingCache<String, Bucket> buckets(int tokens, Duration period) {
    return CacheBuilder.newBuilder()
        .maximumSize(CLIENTS)
        .expireAfterAccess(MEMORY)
        .build(
            CacheLoader.from(
                () ->
                    Bucket.builder()
                        .addLimit(limit -> limit.capacity(tokens).refillGreedy(tokens, period))
                        .build()));
  }
}
