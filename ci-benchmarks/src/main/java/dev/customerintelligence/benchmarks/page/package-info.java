/** From results in JMH's JSON to the page that says what they mean. */
@NullMarked
package dev.customerintelligence.benchmarks.page;

import org.jspecify.annotations.NullMarked;
