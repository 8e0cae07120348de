/** A command-line tool for the shop's operator. */
@NullMarked
package dev.customerintelligence.examples.operations;

import org.jspecify.annotations.NullMarked;
