/** The storage in memory: the embedded default, and the reference for every other. */
@NullMarked
package dev.customerintelligence.storage.memory;

import org.jspecify.annotations.NullMarked;
