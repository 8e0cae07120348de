package dev.customerintelligence.recognition;

import dev.customerintelligence.error.InvalidInputException;
import dev.customerintelligence.internal.Inputs;
import java.util.List;
import java.util.Optional;

/**
 * The answer to "whose visit is this?", with its explanation. Immutable.
 *
 * <p>The posteriors of all customers and {@link #unknown} sum to 1. Recognition is not
 * authentication: it says how probable it is that a visit is a customer's, and anybody who copies
 * the signals gets the same answer.
 *
 * @param decision what it comes to
 * @param candidates the most probable customers first, at most {@value #MAX_RANKED}
 * @param unknown the probability that the visitor is nobody known, 0..1
 * @param others the probability that the visitor is a known customer who is not in {@code
 *     candidates}, 0..1
 */
public record Recognition(
    Decision decision, List<Candidate> candidates, double unknown, double others) {
  /** The most candidates that are listed. */
  public static final int MAX_RANKED = 10;

  /**
   * Checks the answer.
   *
   * @throws InvalidInputException naming the component that is missing or out of range; {@code
   *     candidates}, when there are none and the decision is not UNKNOWN
   */
  public Recognition {
    Inputs.required("decision", decision);
    candidates = Inputs.list("candidates", candidates);
    Inputs.between("unknown", unknown, 0, 1);
    Inputs.between("others", others, 0, 1);
    if (decision != Decision.UNKNOWN && candidates.isEmpty()) {
      throw new InvalidInputException("candidates", "must not be empty when " + decision);
    }
  }

  /** Returns the recognized customer; empty unless RECOGNIZED. */
  public Optional<Candidate> recognized() {
    return decision == Decision.RECOGNIZED ? Optional.of(candidates.get(0)) : Optional.empty();
  }

  /**
   * Returns whether somebody of the first candidate's household is likely to be the visitor: the
   * network speaks for the candidate, the fingerprint does not.
   */
  public boolean isHouseholdHint() {
    return decision == Decision.AMBIGUOUS
        && candidates.get(0).network().bits() > 0
        && candidates.get(0).browser().level() != Level.SAME_FINGERPRINT;
  }

  /** Returns what is safe to act on in a storefront. */
  public StorefrontView storefrontView() {
    return recognized()
        .map(candidate -> StorefrontView.of(candidate.customer()))
        .orElse(StorefrontView.ANONYMOUS);
  }

  @Override
  public String toString() {
    return "Recognition[" + decision + ", " + candidates.size() + " candidates]";
  }
}
