package dev.customerintelligence.forecast;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.ArrayList;
import java.util.List;

/**
 * Which model it is. Immutable.
 *
 * @param family when customers stop buying
 * @param regularity how evenly they buy; the Pareto/NBD knows POISSON only
 */
public record ModelSpec(ModelFamily family, Regularity regularity) {
  /** The negative binomial model: nobody stops buying. */
  public static final ModelSpec NBD = new ModelSpec(ModelFamily.NBD, Regularity.POISSON);

  /** The BG/NBD of Fader, Hardie and Lee (2005). */
  public static final ModelSpec BG_NBD = new ModelSpec(ModelFamily.BG_NBD, Regularity.POISSON);

  /** The modified BG/NBD of Batislam, Denizel and Filiztekin (2007). */
  public static final ModelSpec MBG_NBD = new ModelSpec(ModelFamily.MBG_NBD, Regularity.POISSON);

  /** The Pareto/NBD of Schmittlein, Morrison and Colombo (1987). */
  public static final ModelSpec PARETO_NBD =
      new ModelSpec(ModelFamily.PARETO_NBD, Regularity.POISSON);

  /**
   * Checks the combination.
   *
   * @throws InvalidInputException naming {@code regularity}, when the family does not know it
   */
  public ModelSpec {
    Inputs.required("family", family);
    Inputs.required("regularity", regularity);
    if (family == ModelFamily.PARETO_NBD && regularity != Regularity.POISSON) {
      throw new InvalidInputException(
          "regularity", "must be POISSON for the Pareto/NBD, is " + regularity);
    }
  }

  /**
   * Returns the same family with another regularity.
   *
   * @throws InvalidInputException naming {@code regularity}, when the family does not know it
   */
  public ModelSpec with(Regularity other) {
    return new ModelSpec(family, other);
  }

  /** Returns the names of the model's parameters, as the literature spells them, in its order. */
  public List<String> parameterNames() {
    List<String> names = new ArrayList<>(List.of("r", "alpha"));
    if (family.dropsOutAtPurchases()) {
      names.addAll(List.of("a", "b"));
    } else if (family == ModelFamily.PARETO_NBD) {
      names.addAll(List.of("s", "beta"));
    }
    switch (regularity) {
      case POISSON -> {}
      case ERLANG, GAMMA -> names.add("k");
      case MIXED -> names.addAll(List.of("shape", "rate"));
    }
    return List.copyOf(names);
  }

  /** Returns the name of the model as people say it, such as {@code MBG/NBD, Gamma gaps}. */
  public String label() {
    return switch (regularity) {
      case POISSON -> family.label();
      case ERLANG -> family.label() + ", Erlang gaps";
      case GAMMA -> family.label() + ", Gamma gaps";
      case MIXED -> family.label() + ", mixed Gamma gaps";
    };
  }
}
