/**
 * The errors a caller can tell apart: all unchecked, with one root.
 *
 * <p>They stand below every other package, so that each capability can throw them without knowing
 * the library's entry.
 */
@NullMarked
package dev.customerintelligence.error;

import org.jspecify.annotations.NullMarked;
