/**
 * Personal bundle offers: who may get one, what is in it, what it costs, and what becomes of it.
 *
 * <p>Data's way: {@code profile + catalogue -> BundleComposer (pure) -> OfferStore -> status
 * changes}.
 */
@NullMarked
package dev.customerintelligence.bundle;

import org.jspecify.annotations.NullMarked;
