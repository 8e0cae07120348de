package dev.customerintelligence.forecast;

/** How evenly the purchases of a customer are spaced, as far as a model sees it. */
public enum Regularity {
  /** Not at all: exponential gaps, k = 1. */
  POISSON,
  /** Gaps are Gamma with a whole shape k of 1 to 12, the same for all customers. */
  ERLANG,
  /** Gaps are Gamma with any shape k, the same for all customers. */
  GAMMA,
  /** Gaps are Gamma with a shape that differs between customers, itself Gamma distributed. */
  MIXED
}
