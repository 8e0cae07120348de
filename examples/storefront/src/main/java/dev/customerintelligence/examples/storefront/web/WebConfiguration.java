package dev.customerintelligence.examples.storefront.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.validation.Validator;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Leaves out of Spring MVC what the shop does not use and every start would set up. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  /** One that validates nothing: the shop's values check themselves. */
  @Override
  public Validator getValidator() {
    return Validator.forType(Void.class, (target, errors) -> {});
  }
}
