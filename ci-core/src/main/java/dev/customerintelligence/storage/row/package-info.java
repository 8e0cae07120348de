/**
 * How rows of the schema document's tables become values of the domain, for stores that keep such
 * tables: one set of rules for what other writers may have left there.
 */
@NullMarked
package dev.customerintelligence.storage.row;

import org.jspecify.annotations.NullMarked;
