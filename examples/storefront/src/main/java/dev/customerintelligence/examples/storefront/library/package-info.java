/** How the library becomes beans: the storage, the clock, the keys. */
@NullMarked
package dev.customerintelligence.examples.storefront.library;

import org.jspecify.annotations.NullMarked;
