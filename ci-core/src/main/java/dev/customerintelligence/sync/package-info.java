/**
 * Keeps a target store in step with a source store: ports, algorithm, checkpoints.
 *
 * <p>A source row travels with a checksum that the source gives to its content. The target keeps
 * that checksum beside the row, and beside it what the row was like when it was written; so both
 * servers can compare whole ranges of rows by themselves, though they spell numbers, times and JSON
 * differently.
 */
@NullMarked
package dev.customerintelligence.sync;

import org.jspecify.annotations.NullMarked;
