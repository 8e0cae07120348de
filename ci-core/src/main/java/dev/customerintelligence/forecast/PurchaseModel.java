package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of when customers buy, with its parameters: one value with a JSON form. Immutable.
 *
 * <p>Purchases of a customer who is alive come at Gamma gaps of shape k and rate lambda; lambda is
 * Gamma(r, rate alpha) over customers. At a chance to stop, a customer of the BG and MBG families
 * stops with a probability that is Beta(a, b) over customers; one of the Pareto/NBD stops at a rate
 * that is Gamma(s, rate beta). With {@link Regularity#MIXED} gaps the rate is k lambda, and k is
 * Gamma(shape, rate) over customers, on a grid of 20 points from 0.3 to 60. {@code alpha} and
 * {@code beta} are in the time unit of the summaries that the model is used with.
 *
 * @param version the form of this value; {@value #VERSION}
 * @param spec which model it is
 * @param parameters each of {@link ModelSpec#parameterNames}, 1e-9..1e9, k 0.05..500; in their
 *     order
 */
public record PurchaseModel(int version, ModelSpec spec, Map<String, Double> parameters) {
  /** The version that this library reads and writes. */
  public static final int VERSION = 1;

  /** The least regular gaps, and the most regular, which hardly differ from equal ones. */
  static final double MIN_SHAPE = 0.05;

  static final double MAX_SHAPE = 500;

  private static final double MIN = 1e-9;
  private static final double MAX = 1e9;

  /**
   * Checks the model.
   *
   * @throws InvalidInputException naming {@code version}, {@code spec}, {@code parameters} when
   *     they are not those of the model, or the parameter that is out of range
   */
  public PurchaseModel {
    ForecastJson.version(version, VERSION);
    List<String> names = Inputs.required("spec", spec).parameterNames();
    Map<String, Double> given = Inputs.required("parameters", parameters);
    if (given.size() != names.size() || !given.keySet().containsAll(names)) {
      throw new InvalidInputException(
          "parameters", "must be " + names + ", are " + given.keySet().stream().sorted().toList());
    }
    Map<String, Double> ordered = new LinkedHashMap<>();
    for (String name : names) {
      boolean isShape = name.equals("k");
      double value =
          Inputs.between(
              name,
              Inputs.required(name, given.get(name)),
              isShape ? MIN_SHAPE : MIN,
              isShape ? MAX_SHAPE : MAX);
      if (spec.regularity() == Regularity.ERLANG && isShape && value % 1 != 0) {
        throw new InvalidInputException(name, "must be whole, is " + value);
      }
      ordered.put(name, value);
    }
    parameters = Collections.unmodifiableMap(ordered);
  }

  /**
   * Returns a model.
   *
   * @param parameters in the order of {@link ModelSpec#parameterNames}
   * @throws InvalidInputException naming {@code parameters}, when they are too few or too many, or
   *     the parameter that is out of range
   */
  public static PurchaseModel of(ModelSpec spec, double... parameters) {
    List<String> names = Inputs.required("spec", spec).parameterNames();
    if (Inputs.required("parameters", parameters).length != names.size()) {
      throw new InvalidInputException(
          "parameters", "must be " + names + ", are " + parameters.length);
    }
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i++) {
      byName.put(names.get(i), parameters[i]);
    }
    return new PurchaseModel(VERSION, spec, byName);
  }

  /**
   * Reads what {@link #toJson} wrote, or a person edited.
   *
   * @throws InvalidInputException naming {@code purchaseModel}, when the text is not the JSON form
   *     of a model, or the component that is out of range
   */
  public static PurchaseModel fromJson(String json) {
    return ForecastJson.read("purchaseModel", json, PurchaseModel.class);
  }

  /** Returns the model as JSON; {@link #fromJson} gives an equal one. */
  public String toJson() {
    return ForecastJson.write(this);
  }

  /**
   * Returns a parameter.
   *
   * @param name one of {@link ModelSpec#parameterNames}
   * @throws InvalidInputException naming {@code name}, when the model has no such parameter
   */
  public double parameter(String name) {
    Double value = parameters.get(Inputs.required("name", name));
    if (value == null) {
      throw new InvalidInputException(
          "name", "must be one of " + spec.parameterNames() + ", is " + name);
    }
    return value;
  }

  /** Returns what predicts with this model. */
  public PurchasePredictor predictor() {
    return spec.family() == ModelFamily.PARETO_NBD
        ? new ParetoPredictor(this)
        : new RenewalPredictor(this);
  }
}
