/** The library's whole job on a file of orders, from the command line. */
@NullMarked
package dev.customerintelligence.examples.quickstart;

import org.jspecify.annotations.NullMarked;
