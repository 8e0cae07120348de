/** Tests of the command-line tool. */
@NullMarked
package dev.customerintelligence.examples.operations;

import org.jspecify.annotations.NullMarked;
