package dev.customerintelligence.examples.storefront.web;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.examples.storefront.shop.Cart;
import dev.customerintelligence.examples.storefront.shop.Product;
import dev.customerintelligence.examples.storefront.shop.ProductRange;
import dev.customerintelligence.examples.storefront.visitor.Checkout;
import dev.customerintelligence.examples.storefront.visitor.Shopper;
import dev.customerintelligence.examples.storefront.visitor.VisitorSession;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.order.Order;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The pages of the shop. */
@Controller
final class ShopPages {
  private final ProductRange products;
  private final Checkout checkout;
  private final ProfileApi profiles;

  ShopPages(ProductRange products, Checkout checkout, ProfileApi profiles) {
    this.products = products;
    this.checkout = checkout;
    this.profiles = profiles;
  }

  @GetMapping("/")
  String window(Model model) {
    model.addAttribute("products", products.all());
    return "window";
  }

  @GetMapping("/products/{slug}")
  String product(@PathVariable String slug, Model model) {
    model.addAttribute("product", product(slug));
    return "product";
  }

  @GetMapping("/cart")
  String cart() {
    return "cart";
  }

  @PostMapping("/cart/add")
  String add(
      @RequestParam String product,
      @RequestParam(defaultValue = "1") int quantity,
      HttpServletRequest request) {
    Product chosen = product(product);
    int pieces = Math.max(1, Math.min(quantity, Cart.MAX_QUANTITY));
    return changed(request, cart -> cart.plus(chosen, pieces));
  }

  @PostMapping("/cart/change")
  String change(
      @RequestParam String product, @RequestParam int quantity, HttpServletRequest request) {
    Product chosen = product(product);
    return changed(request, cart -> cart.with(chosen, quantity));
  }

  @PostMapping("/cart/leave-bundle")
  String leaveBundle(HttpServletRequest request) {
    return changed(request, cart -> cart.withBundle(null));
  }

  @GetMapping("/checkout")
  String checkout(HttpServletRequest request, Model model) {
    if (VisitorSession.of(request).cart().isEmpty()) {
      return "redirect:/cart";
    }
    // Never the address of somebody who was only recognized.
    return checkout(model, Shopper.of(request).account().map(EmailAddress::value).orElse(""), null);
  }

  @PostMapping("/checkout")
  String order(@RequestParam String email, HttpServletRequest request, Model model) {
    if (VisitorSession.of(request).cart().isEmpty()) {
      return "redirect:/cart";
    }
    EmailAddress customer;
    try {
      customer = EmailAddress.of(email);
    } catch (InvalidInputException e) {
      return checkout(model, email, "Please give an email address, such as ada@example.com.");
    }
    Optional<Order> order = checkout.order(request, customer);
    if (order.isEmpty()) {
      return checkout(
          model, email, "Your personal offer has ended and was taken out. Please look again.");
    }
    request.getSession().setAttribute("orderNumber", order.get().orderNumber());
    return "redirect:/thanks";
  }

  @GetMapping("/thanks")
  String thanks(HttpServletRequest request, Model model) {
    Object number = request.getSession().getAttribute("orderNumber");
    if (number == null) {
      return "redirect:/";
    }
    model.addAttribute("number", number);
    return "thanks";
  }

  @GetMapping("/recognition")
  String recognition() {
    return "recognition";
  }

  @GetMapping("/sign-in")
  String signIn() {
    return "sign-in";
  }

  @GetMapping("/account")
  String account(HttpServletRequest request, Model model) {
    profiles.find(request).ifPresent(profile -> model.addAttribute("profile", profile));
    return "account";
  }

  private static String checkout(Model model, String email, @Nullable String problem) {
    model.addAttribute("email", email);
    model.addAttribute("problem", problem);
    return "checkout";
  }

  private static String changed(HttpServletRequest request, UnaryOperator<Cart> change) {
    VisitorSession.change(request, session -> session.withCart(change.apply(session.cart())));
    return "redirect:/cart";
  }

  private Product product(String slug) {
    return products
        .atSlug(slug)
        .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
