/** What the shop's owner sees. */
@NullMarked
package dev.customerintelligence.examples.storefront.dashboard;

import org.jspecify.annotations.NullMarked;
