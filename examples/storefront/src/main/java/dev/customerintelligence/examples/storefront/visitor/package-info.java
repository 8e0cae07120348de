/** Who is here: visits, recognitions, the customer of a session, what visitors do. */
@NullMarked
package dev.customerintelligence.examples.storefront.visitor;

import org.jspecify.annotations.NullMarked;
