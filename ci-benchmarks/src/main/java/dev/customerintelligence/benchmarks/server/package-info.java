/** The stores that are measured: servers on this machine, or others by their URL. */
@NullMarked
package dev.customerintelligence.benchmarks.server;

import org.jspecify.annotations.NullMarked;
