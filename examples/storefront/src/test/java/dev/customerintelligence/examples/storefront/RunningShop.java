package dev.customerintelligence.examples.storefront;

import dev.customerintelligence.CustomerIntelligence;
import dev.customerintelligence.examples.storefront.visitor.EventLog;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The shop on a free port, in memory unless told otherwise, with a clock that a test moves. */
record RunningShop(ConfigurableApplicationContext context, TestClock clock)
    implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  static RunningShop start(String... arguments) {
    TestClock clock = new TestClock();
    SpringApplication application = new SpringApplication(Storefront.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("testClock", clock));
    application.setDefaultProperties(
        Map.of(
            "server.port", "0",
            "storefront.password", PASSWORD,
            "storefront.trusted-proxies", "127.0.0.0/8",
            "storefront.requests-per-second", "10000"));
    return new RunningShop(application.run(arguments), clock);
  }

  String address() {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  CustomerIntelligence library() {
    return context.getBean(CustomerIntelligence.class);
  }

  void flushEvents() throws InterruptedException {
    context.getBean(EventLog.class).flush();
  }

  @Override
  public void close() {
    context.close();
  }
}
