/**
 * The orders and products of a WooCommerce shop, read where they are; the one entry is {@link
 * dev.customerintelligence.woocommerce.WooCommerce}.
 */
@NullMarked
package dev.customerintelligence.woocommerce;

import org.jspecify.annotations.NullMarked;
