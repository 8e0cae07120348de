/** The shop's questions about customers, offers and events, each with its moment and period. */
@NullMarked
package dev.customerintelligence.analytics;

import org.jspecify.annotations.NullMarked;
