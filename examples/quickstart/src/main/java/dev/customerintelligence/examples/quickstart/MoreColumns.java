package dev.customerintelligence.examples.quickstart;

import dev.customerintelligence.forecast.Forecast;
import dev.customerintelligence.identity.EmailAddress;
import dev.customerintelligence.profile.RfmMeasure;
import dev.customerintelligence.profile.RfmScore;
import dev.customerintelligence.profile.RfmSegmentation;
import java.util.Locale;
import java.util.Map;

/**
 * What stands behind the columns of a profile in the file: segment and forecast, or null.
 *
 * @param segments of everyone who has a paid order
 * @param forecasts where there are any
 */
record MoreColumns(Segments segments, Map<EmailAddress, Forecast> forecasts) {

  /** Returns the profile's JSON object with more keys behind its own. */
  String behind(String profile, EmailAddress customer) {
    Forecast forecast = forecasts.get(customer);
    return profile.substring(0, profile.length() - 1)
        + rfm(customer)
        + ",\"forecast\":"
        + (forecast == null ? "null" : forecast.toJson())
        + "}";
  }

  /** Numbers and names of constants only: nothing needs escaping. */
  private String rfm(EmailAddress customer) {
    RfmSegmentation<EmailAddress> now = segments.now();
    RfmMeasure measure = segments.measures().get(customer);
    RfmScore score = now == null ? null : now.scores().get(customer);
    if (measure == null || score == null) {
      return ",\"rfm_recency_days\":null,\"rfm_frequency\":null,\"rfm_monetary\":null"
          + ",\"rfm_score\":null,\"rfm_segment\":null";
    }
    return String.format(
        Locale.ROOT,
        ",\"rfm_recency_days\":%d,\"rfm_frequency\":%d,\"rfm_monetary\":%s"
            + ",\"rfm_score\":\"%d%d%d\",\"rfm_segment\":\"%s\"",
        measure.recencyDays(),
        measure.frequency(),
        measure.monetary().toPlainString(),
        score.recency(),
        score.frequency(),
        score.monetary(),
        score.segment().name().toLowerCase(Locale.ROOT));
  }
}
