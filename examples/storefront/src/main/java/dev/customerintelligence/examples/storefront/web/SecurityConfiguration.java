package dev.customerintelligence.examples.storefront.web;

import com.google.common.base.Suppliers;
import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.examples.storefront.StorefrontProperties;
import dev.customerintelligence.examples.storefront.shop.OrderBook;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.examples.storefront.visitor.VisitService;
import dev.customerintelligence.identity.EmailAddress;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may see what. What is not named here is refused.
 *
 * <p>Every request that changes something needs the session's CSRF token. There is no CORS
 * configuration, so that no page of another origin reads an answer.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {
  static final String OWNER = "owner";

  private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  @Bean
  SecurityFilterChain security(HttpSecurity http, VisitService visits) throws Exception {
    SavedRequestAwareAuthenticationSuccessHandler signedIn =
        new SavedRequestAwareAuthenticationSuccessHandler();
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.FORWARD)
                    .permitAll()
                    .requestMatchers("/dashboard/**", "/actuator/metrics/**")
                    .hasRole("OWNER")
                    .requestMatchers("/account", "/api/profile")
                    .hasRole(Shopper.CUSTOMER_ROLE)
                    .requestMatchers("/api/visits", "/api/events", "/api/offers/**")
                    .permitAll()
                    .requestMatchers("/cart/**", "/checkout", "/sign-in", "/sign-out")
                    .permitAll()
                    .requestMatchers(
                        HttpMethod.GET,
                        "/",
                        "/products/*",
                        "/thanks",
                        "/recognition",
                        "/shop.css",
                        "/*.js",
                        "/favicon.svg",
                        "/v3/api-docs",
                        "/actuator/health")
                    .permitAll()
                    .anyRequest()
                    .denyAll())
        .formLogin(
            form ->
                form.loginPage("/sign-in")
                    .failureUrl("/sign-in?failed")
                    .successHandler(
                        (request, response, authentication) -> {
                          if (!authentication.getName().equals(OWNER)) {
                            visits.remember(request, EmailAddress.of(authentication.getName()));
                          }
                          signedIn.onAuthenticationSuccess(request, response, authentication);
                        }))
        .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/"))
        .exceptionHandling(
            errors ->
                errors
                    .defaultAuthenticationEntryPointFor(
                        (request, response, e) ->
                            refuse(response, HttpStatus.UNAUTHORIZED, "Please sign in."),
                        PathPatternRequestMatcher.withDefaults().matcher("/api/**"))
                    .defaultAccessDeniedHandlerFor(
                        (request, response, e) ->
                            refuse(
                                response,
                                HttpStatus.FORBIDDEN,
                                "Not allowed, or the CSRF token is missing."),
                        PathPatternRequestMatcher.withDefaults().matcher("/api/**")))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(
                        policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                    .referrerPolicy(policy -> policy.policy(ReferrerPolicy.SAME_ORIGIN)))
        .build();
  }

  @Bean
  PasswordEncoder passwordEncoder() {
    return new BCryptPasswordEncoder();
  }

  /** Everybody has the same password: the shop is an example. Unknown names cost the same time. */
  @Bean
  UserDetailsService users(
      StorefrontProperties properties, OrderBook orders, PasswordEncoder encoder) {
    String password = properties.givenPassword().orElseGet(SecurityConfiguration::newPassword);
    // At the first sign-in: meant to take long, it would hold up the start.
    Supplier<String> encoded =
        Suppliers.memoize(() -> Objects.requireNonNull(encoder.encode(password)));
    return name -> {
      String hash = encoded.get();
      if (name.equals(OWNER)) {
        return User.withUsername(OWNER).password(hash).roles("OWNER").build();
      }
      EmailAddress customer = customer(name);
      if (!orders.knows(customer)) {
        throw new UsernameNotFoundException("not a customer");
      }
      return User.withUsername(customer.value())
          .password(hash)
          .roles(Shopper.CUSTOMER_ROLE)
          .build();
    };
  }

  static void refuse(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setCharacterEncoding(StandardCharsets.UTF_8);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getWriter()
        .write(
            "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(status.getReasonPhrase(), status.value(), detail));
  }

  private static EmailAddress customer(String name) {
    try {
      return EmailAddress.of(name);
    } catch (InvalidInputException e) {
      throw new UsernameNotFoundException("not an address", e);
    }
  }

  private static String newPassword() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    LOG.info("Sign in as '{}', or as a customer, with the password {}", OWNER, password);
    return password;
  }
}
