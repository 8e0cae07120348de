package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.profile.FavoriteProduct;
import dev.customerintelligence.profile.PrimeWindow;
import dev.customerintelligence.profile.PurchaseProfile;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shop knows of the customer who signed in. A recognition is not enough for this. */
@RestController
@RequestMapping("/api/profile")
final class ProfileApi {
  /** A profile as its customer may see it. */
  record ProfileView(
      int orders,
      BigDecimal averageOrderValue,
      int purchaseCycleDays,
      @Nullable Instant lastOrderAt,
      @Nullable Instant nextPurchaseFrom,
      @Nullable Instant nextPurchaseTo,
      List<String> favorites) {
    static ProfileView of(CustomerProfile profile) {
      PurchaseProfile purchases = profile.purchases();
      PrimeWindow window = purchases.primeWindow();
      return new ProfileView(
          purchases.totalOrders(),
          purchases.averageOrderValue(),
          purchases.purchaseCycleDays(),
          purchases.lastOrderAt(),
          window == null ? null : window.start(),
          window == null ? null : window.end(),
          purchases.favorites().stream().map(FavoriteProduct::name).toList());
    }
  }

  private final CustomerIntelligence library;

  ProfileApi(CustomerIntelligence library) {
    this.library = library;
  }

  /** Returns the profile of the customer who is signed in. */
  @GetMapping
  ProfileView profile(HttpServletRequest request) {
    return find(request)
        .orElseThrow(
            () ->
                new ErrorResponseException(
                    HttpStatus.NOT_FOUND,
                    ProblemDetail.forStatusAndDetail(
                        HttpStatus.NOT_FOUND, "There is no profile yet."),
                    null));
  }

  Optional<ProfileView> find(HttpServletRequest request) {
    return Shopper.of(request).account().flatMap(library.profiles()::find).map(ProfileView::of);
  }
}
