package dev.customerintelligence.examples.storefront.dashboard;

import dev.customerintelligence.examples.storefront.visitor.RecentRecognitions;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/** The pages of the shop's owner. */
@Controller
@RequestMapping("/dashboard")
final class DashboardPages {
  private final Figures figures;
  private final RecentRecognitions recent;

  DashboardPages(Figures figures, RecentRecognitions recent) {
    this.figures = figures;
    this.recent = recent;
  }

  @GetMapping
  String dashboard(Model model) {
    model.addAttribute("tiles", figures.tiles());
    model.addAttribute(
        "charts",
        List.of(
            figures.decisions(),
            figures.confidence(),
            figures.funnel(),
            figures.statuses(),
            figures.tiers(),
            figures.segments(),
            figures.eventsPerDay()));
    model.addAttribute("due", figures.primeWindow());
    model.addAttribute("top", figures.topCustomers());
    model.addAttribute("newest", figures.newest());
    model.addAttribute("inStep", figures.inStep());
    return "dashboard";
  }

  @GetMapping("/recognitions/{number}")
  String recognition(@PathVariable long number, Model model) {
    RecentRecognitions.Entry entry =
        recent.find(number).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    model.addAttribute("entry", entry);
    model.addAttribute("decision", Figures.word(entry.recognition().decision()));
    model.addAttribute(
        "waterfalls", entry.recognition().candidates().stream().map(Waterfall::of).toList());
    return "explanation";
  }
}
