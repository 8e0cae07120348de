package dev.customerintelligence.benchmarks.page;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A figure that depends on no other and not on the machine: bytes, or a count. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Limit.List.class)
public @interface Limit {
  /** The bytes that a call allocates, as JMH's {@code gc} profiler counts them. */
  String ALLOCATED = "gc.alloc.rate.norm";

  /** Returns what the figure says. */
  String says();

  /** Returns the benchmark, as {@link Ratio} names one. */
  String of();

  /** Returns the name of its secondary metric. */
  String metric();

  /** Returns the unit to print. */
  String unit();

  /** Returns the target that the figure must not exceed. */
  double atMost() default Double.POSITIVE_INFINITY;

  /** Returns the parameters for which the target holds, as {@link Ratio#holdsFor}. */
  String holdsFor() default "";

  /** Several of them. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** Returns them. */
    Limit[] value();
  }
}
