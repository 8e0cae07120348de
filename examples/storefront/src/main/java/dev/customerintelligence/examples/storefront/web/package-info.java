/** What the outside reaches: pages, the JSON interface, security, errors. */
@NullMarked
package dev.customerintelligence.examples.storefront.web;

import org.jspecify.annotations.NullMarked;
