package dev.customerintelligence.recognition;

import dev.customerintelligence.identity.EmailAddress;
import org.jspecify.annotations.Nullable;

/** What is known so far of one customer; takes, per signal, the best of his devices. */
final class Tally {
  final EmailAddress customer;
  final @Nullable Long customerId;
  boolean foundByFingerprint;
  boolean foundByIpHash;
  double weight;
  double posteriorBits;
  Level browser = Level.NO_BROWSER_DATA;
  double browserM;
  Level network = Level.NO_NETWORK_DATA;
  double networkM;
  private double browserBits = Double.NEGATIVE_INFINITY;
  private double networkBits = Double.NEGATIVE_INFINITY;

  Tally(Device device) {
    customer = device.customer();
    customerId = device.customerId();
  }

  void browser(Level level, double m, double bits) {
    if (bits >= browserBits) {
      browser = level;
      browserM = m;
      browserBits = bits;
    }
  }

  void network(Level level, double m, double bits) {
    if (bits >= networkBits) {
      network = level;
      networkM = m;
      networkBits = bits;
    }
  }

  double bits() {
    return browserBits + networkBits;
  }

  static int mostProbableFirst(Tally one, Tally other) {
    int byBits = Double.compare(other.posteriorBits, one.posteriorBits);
    return byBits != 0 ? byBits : one.customer.compareTo(other.customer);
  }
}
