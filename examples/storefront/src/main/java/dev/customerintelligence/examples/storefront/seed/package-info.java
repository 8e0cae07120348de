/** An invented year, so that every page shows something. */
@NullMarked
package dev.customerintelligence.examples.storefront.seed;

import org.jspecify.annotations.NullMarked;
