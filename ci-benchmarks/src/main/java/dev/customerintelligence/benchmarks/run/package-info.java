/** Runs the benchmarks, each class in a JVM of its own. */
@NullMarked
package dev.customerintelligence.benchmarks.run;

import org.jspecify.annotations.NullMarked;
