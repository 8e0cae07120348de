package dev.customerintelligence.privacy;

import dev.customerintelligence.bundle.BundleOffer;
import dev.customerintelligence.event.BehavioralEvent;
import dev.customerintelligence.forecast.CustomerForecast;
import dev.customerintelligence.profile.CustomerProfile;
import dev.customerintelligence.recognition.Device;

/**
 * Is shown everything that is held about one person: the profile, then devices, offers, events, and
 * the forecast.
 */
public interface PersonVisitor {
  /** Takes the profile; called at most once, first. */
  void profile(CustomerProfile profile);

  /** Takes a device. */
  void device(Device device);

  /** Takes an offer. */
  void offer(BundleOffer offer);

  /** Takes an event. */
  void event(BehavioralEvent event);

  /** Takes the forecast; called at most once, last. */
  void forecast(CustomerForecast forecast);
}
