package dev.customerintelligence.privacy;

/**
 * What a clean-up deleted.
 *
 * @param devices devices not seen for too long
 * @param events events that happened too long ago
 */
public record RetentionReport(long devices, long events) {}
