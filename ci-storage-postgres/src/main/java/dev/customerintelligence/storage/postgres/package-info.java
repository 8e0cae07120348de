/** The Postgres storage; its one entry is {@link PostgresStorage}. */
@NullMarked
package dev.customerintelligence.storage.postgres;

import org.jspecify.annotations.NullMarked;
