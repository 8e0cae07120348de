package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * A model of spend fitted to a shop: one value with a JSON form. Immutable.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param model the model, in the currency of the summaries
 * @param correlation Pearson's, between how often customers came back and what they spent then,
 *     -1..1; the model takes it as 0, so do not trust it where it is not near
 * @param diagnostics how far the fit can be trusted; it is of customers with a repeat purchase of
 *     more than 0
 */
public record FittedSpendModel(
    int version, SpendModel model, double correlation, FitDiagnostics diagnostics) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  /**
   * Checks the value.
   *
   * @throws InvalidInputException naming {@code version}, when it is another, what is null, or
   *     {@code correlation} when it is out of range
   */
  public FittedSpendModel {
    ForecastJson.version(version, VERSION);
    Inputs.required("model", model);
    Inputs.between("correlation", correlation, -1, 1);
    Inputs.required("diagnostics", diagnostics);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws InvalidInputException naming {@code fittedSpendModel}, when the text is not the JSON
   *     form of one, or the component that is out of range
   */
  public static FittedSpendModel fromJson(String json) {
    return ForecastJson.read("fittedSpendModel", json, FittedSpendModel.class);
  }

  /** Returns the fitted model as JSON; {@link #fromJson} gives an equal one. */
  public String toJson() {
    return ForecastJson.write(this);
  }
}
