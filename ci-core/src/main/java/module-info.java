/** Recognises returning shoppers, keeps their profiles, forecasts and bundle offers. */
// The storage modules come after this one; Micrometer is an automatic module.
@SuppressWarnings({"module", "requires-automatic"})
module dev.customerintelligence.core {
  requires static transitive org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  requires com.google.common;
  requires de.siegmar.fastcsv;
  requires dev.failsafe.core;
  requires static micrometer.core;
  requires org.apache.commons.numbers.gamma;
  requires org.apache.commons.numbers.rootfinder;
  requires org.slf4j;

  exports dev.customerintelligence;
  exports dev.customerintelligence.analytics;
  exports dev.customerintelligence.bundle;
  exports dev.customerintelligence.error;
  exports dev.customerintelligence.event;
  exports dev.customerintelligence.forecast;
  exports dev.customerintelligence.identity;
  exports dev.customerintelligence.order;
  exports dev.customerintelligence.privacy;
  exports dev.customerintelligence.profile;
  exports dev.customerintelligence.recognition;
  exports dev.customerintelligence.storage;
  exports dev.customerintelligence.storage.memory;
  exports dev.customerintelligence.storage.row;
  exports dev.customerintelligence.sync;
  exports dev.customerintelligence.internal to
      dev.customerintelligence.storage.mysql,
      dev.customerintelligence.storage.postgres;
}
