/**
 * Recognition: whose visit is this? An open-set Fellegi-Sunter model over two comparisons, browser
 * and network, with a calibrated probability, an explanation, and "unknown" as a first-class
 * answer.
 *
 * <p>Data's way: {@code Visit -> VisitSignals (hashed) -> DeviceStore: bounded candidates ->
 * RecognitionScorer (pure) -> Recognition}.
 */
@NullMarked
package dev.customerintelligence.recognition;

import org.jspecify.annotations.NullMarked;
