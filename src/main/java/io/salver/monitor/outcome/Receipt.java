package io.salver.monitor.outcome;

import java.time.Instant;

/** What became of one label that was told. */
public sealed interface Receipt {

  /** It is kept, and the first of its prediction, which was made then. */
  record Accepted(String model, Instant predictedAt) implements Receipt {}

  /** It is kept, in place of another one that was told earlier. */
  record Corrected(String model, Instant predictedAt) implements Receipt {}

  /** It says what was told already; nothing changes. */
  record Duplicate() implements Receipt {}

  /** Nobody remembers such a prediction. */
  record Unknown() implements Receipt {}

  /** It cannot be the outcome of that prediction; {@code reason} says why. */
  record Invalid(String reason) implements Receipt {}
}
