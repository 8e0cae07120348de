package dev.customerintelligence.examples.storefront;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the shop; {@code --storage=memory|postgres|mysql} says where the library keeps things. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Storefront {
  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    SpringApplication.run(Storefront.class, arguments);
  }
}
