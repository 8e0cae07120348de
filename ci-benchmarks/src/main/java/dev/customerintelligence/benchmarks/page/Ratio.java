package dev.customerintelligence.benchmarks.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A figure: the time of one benchmark by that of another in the same run.
 *
 * <p>A benchmark is named by its method, with those parameters that are not the same for both:
 * {@code recognise[traffic=CROWD_2000]}. Parameters that both have and that are not named are equal
 * in both; each of their values gives one figure.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Ratio.List.class)
public @interface Ratio {
  /** Returns what the figure says. */
  String says();

  /** Returns the benchmark whose time is divided. */
  String of();

  /** Returns the benchmark by whose time it is divided. */
  String by();

  /** Returns the target that the figure must not exceed. */
  double atMost() default Double.POSITIVE_INFINITY;

  /** Returns the target that the figure must reach. */
  double atLeast() default 0;

  /** Returns the parameters for which the target holds, {@code inMemory=1000000}; empty for all. */
  String holdsFor() default "";

  /** Several of them. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    Ratio[] value();
  }
}
