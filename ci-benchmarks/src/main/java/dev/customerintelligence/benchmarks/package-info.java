/** The benchmarks: one class for each question, each with what it is compared to. */
@NullMarked
package dev.customerintelligence.benchmarks;

import org.jspecify.annotations.NullMarked;
