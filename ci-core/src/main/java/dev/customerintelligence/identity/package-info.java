/**
 * How a raw value becomes something storable: canonical email addresses, keyed hashes of addresses
 * of the network, validated fingerprints, parsed user agents and places.
 *
 * <p>A raw IP address lives in {@link dev.customerintelligence.identity.IpAddress} only, is never
 * stored and shows in no {@code toString}.
 */
@NullMarked
package dev.customerintelligence.identity;

import org.jspecify.annotations.NullMarked;
