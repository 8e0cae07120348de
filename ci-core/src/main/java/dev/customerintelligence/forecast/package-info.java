/**
 * Forecasts: which customers will come back, when, how often and for how much. Buy-till-you-die
 * models of the NBD family, the Gamma-Gamma model of spend, their fitting, and a check of both on
 * the shop's own past.
 *
 * <p>Data's way, all of it pure: {@code orders -> PurchaseDays -> PurchaseSummary -> ModelFitter ->
 * FittedModel -> Forecaster -> Forecast}. Times are in days wherever {@link
 * dev.customerintelligence.forecast.PurchaseDays} measured them.
 */
@NullMarked
package dev.customerintelligence.forecast;

import org.jspecify.annotations.NullMarked;
