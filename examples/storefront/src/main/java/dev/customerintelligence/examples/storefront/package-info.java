/** A small shop as a Spring Boot service, with the library inside. */
@NullMarked
package dev.customerintelligence.examples.storefront;

import org.jspecify.annotations.NullMarked;
