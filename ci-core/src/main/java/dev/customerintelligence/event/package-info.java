/**
 * Behavioural events: what a visitor did, appended once by id, and the writer that buffers them.
 */
@NullMarked
package dev.customerintelligence.event;

import org.jspecify.annotations.NullMarked;
