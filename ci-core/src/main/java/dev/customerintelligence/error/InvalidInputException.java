package dev.customerintelligence.error;

/**
 * An argument or a stored value that the library refuses. Nothing was written.
 *
 * <p>The message starts with the name of the field and says what would be right.
 */
public final class InvalidInputException extends CustomerIntelligenceException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String problem;

  /**
   * Creates a refusal of one field.
   *
   * @param field the name of the refused field, as the API or the column spells it
   * @param problem what is wrong and what would be right; must not contain personal data
   */
  public InvalidInputException(String field, String problem) {
    super(field + ": " + problem, null);
    this.field = field;
    this.problem = problem;
  }

  /** Returns the same refusal of a field that belongs to {@code parent}. */
  public InvalidInputException within(String parent) {
    return new InvalidInputException(parent + "." + field, problem);
  }

  /** Returns the name of the refused field. */
  public String field() {
    return field;
  }
}
