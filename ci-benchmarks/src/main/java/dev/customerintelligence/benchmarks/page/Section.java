package dev.customerintelligence.benchmarks.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A benchmark's place on the page; every class with benchmarks has one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Section {
  /** Returns the place: lower comes first. */
  int order();

  /** Returns the headline. */
  String title();

  /** Returns what is measured beside what, and on which data. */
  String text();

  /** Returns how many units one call stands for, in which its table is to be read. */
  String unit() default "call";

  /** Returns whether a full run takes smaller and larger shops on a server too. */
  boolean grows() default false;
}
