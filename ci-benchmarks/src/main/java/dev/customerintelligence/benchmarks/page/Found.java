package dev.customerintelligence.benchmarks.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a profile showed and what was done about it, or why a target is wrong. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Found {
  /** Returns the findings, each a sentence or two; numbers come from the results. */
  String[] value();
}
