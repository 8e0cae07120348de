/** Tests of the quickstart. */
@NullMarked
package dev.customerintelligence.examples.quickstart;

import org.jspecify.annotations.NullMarked;
