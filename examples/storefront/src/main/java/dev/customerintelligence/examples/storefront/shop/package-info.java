/** The shop itself: products, carts, orders. It stands for the reader's own. */
@NullMarked
package dev.customerintelligence.examples.storefront.shop;

import org.jspecify.annotations.NullMarked;
