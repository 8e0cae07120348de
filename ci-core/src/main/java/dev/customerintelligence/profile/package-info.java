/**
 * Purchase profiles: what a customer's orders say about how often, how much and what they buy.
 *
 * <p>Data's way: {@code orders -> ProfileCalculator (pure) -> ProfileStore}.
 */
@NullMarked
package dev.customerintelligence.profile;

import org.jspecify.annotations.NullMarked;
