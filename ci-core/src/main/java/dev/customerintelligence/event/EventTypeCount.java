package dev.customerintelligence.event;

/**
 * How often one type of event happened.
 *
 * @param type the event type
 * @param count how often, at least 1
 */
public record EventTypeCount(String type, long count) {}
