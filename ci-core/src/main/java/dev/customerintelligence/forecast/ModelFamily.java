package dev.customerintelligence.forecast;

/** When customers of a model stop buying for good. */
public enum ModelFamily {
  /** Never: the negative binomial model (Ehrenberg 1959). */
  NBD("NBD"),
  /** After a repeat purchase, never after the first (Fader, Hardie and Lee 2005). */
  BG_NBD("BG/NBD"),
  /** After any purchase, the first included (Batislam, Denizel and Filiztekin 2007). */
  MBG_NBD("MBG/NBD"),
  /** At any time, whether or not they just bought (Schmittlein, Morrison and Colombo 1987). */
  PARETO_NBD("Pareto/NBD");

  private final String label;

  ModelFamily(String label) {
    this.label = label;
  }

  /** Returns the name that the literature uses. */
  public String label() {
    return label;
  }

  boolean dropsOutAtPurchases() {
    return this == BG_NBD || this == MBG_NBD;
  }

  /** The literature's delta: how many drop-out chances a customer has had besides the repeats. */
  int chancesAtFirstPurchase() {
    return this == MBG_NBD ? 1 : 0;
  }
}
