/** Helpers shared by the packages of this module; not exported. */
@NullMarked
package dev.customerintelligence.internal;

import org.jspecify.annotations.NullMarked;
