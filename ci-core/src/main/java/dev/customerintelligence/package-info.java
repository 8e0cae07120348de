/** The entry: {@link dev.customerintelligence.CustomerIntelligence} and its builder. */
@NullMarked
package dev.customerintelligence;

import org.jspecify.annotations.NullMarked;
