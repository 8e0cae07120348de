/** A storage: all ports that one store offers together. */
@NullMarked
package dev.customerintelligence.storage;

import org.jspecify.annotations.NullMarked;
