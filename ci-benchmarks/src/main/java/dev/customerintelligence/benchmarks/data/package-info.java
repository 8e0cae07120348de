/** Shops made of numbers: the same on every machine, and in no need of memory. */
@NullMarked
package dev.customerintelligence.benchmarks.data;

import org.jspecify.annotations.NullMarked;
