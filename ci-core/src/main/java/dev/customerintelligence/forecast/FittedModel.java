package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;

/**
 * A model fitted to a shop, with what is to be known of the fit: one value with a JSON form.
 * Immutable.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param model the model; times in days when the summaries were
 * @param diagnostics how far it can be trusted
 */
public record FittedModel(int version, PurchaseModel model, FitDiagnostics diagnostics) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  /**
   * Checks the value.
   *
   * @throws InvalidInputException naming {@code version}, when it is another, or what is null
   */
  public FittedModel {
    ForecastJson.version(version, VERSION);
    Inputs.required("model", model);
    Inputs.required("diagnostics", diagnostics);
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws InvalidInputException naming {@code fittedModel}, when the text is not the JSON form of
   *     one, or the component that is out of range
   */
  public static FittedModel fromJson(String json) {
    return ForecastJson.read("fittedModel", json, FittedModel.class);
  }

  /** Returns the fitted model as JSON; {@link #fromJson} gives an equal one. */
  public String toJson() {
    return ForecastJson.write(this);
  }
}
