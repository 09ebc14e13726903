package io.salver.api.feedback;

import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A label as a client tells of it. Not thread-safe, used once. Every method may throw {@link
 * InvalidInput} that names the field as both protocols do, what was expected and what came.
 */
public final class FeedbackDraft {

  /** How far the clock of a client may be ahead. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final int SHOWN = 60;

  private Optional<String> id = Optional.empty();
  private int index;
  private Optional<String> model = Optional.empty();
  private Optional<Outcome> outcome = Optional.empty();
  private Optional<Instant> at = Optional.empty();

  /** The id of the request. */
  public void id(String text) {
    if (!PredictionId.isRequestId(text)) {
      throw new InvalidInput(
          "id expects the id of a request, 1 to %d printable characters of ASCII, received '%s'"
              .formatted(PredictionId.LONGEST, WellFormedText.shortened(text, SHOWN)));
    }
    id = Optional.of(text);
  }

  /** The place in the request. */
  public void index(long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new InvalidInput("index expects a place from 0 on, received " + number);
    }
    index = (int) number;
  }

  public void model(String name) {
    model = Optional.of(name);
  }

  /** A class. */
  public void label(String text) {
    if (text.length() > Outcome.LONGEST) {
      throw new InvalidInput(
          "outcome expects a text of at most %d characters, received %d"
              .formatted(Outcome.LONGEST, text.length()));
    }
    outcome = Optional.of(new Outcome.Label(text));
  }

  /** A number, or a class that is written as one. */
  public void value(double number) {
    if (!Double.isFinite(number)) {
      throw new InvalidInput("outcome expects a finite number, received " + number);
    }
    outcome = Optional.of(new Outcome.Value(number));
  }

  /** When the outcome was known, in RFC 3339. */
  public void at(String text) {
    try {
      at = Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw wrongTime("'" + WellFormedText.shortened(text, SHOWN) + "'");
    }
  }

  /** The label; without a time it is known since {@code now}. */
  public Feedback feedback(Instant now) {
    String request =
        id.orElseThrow(() -> new InvalidInput("id expects the id of a request, received nothing"));
    return new Feedback(
        new PredictionId(request, index),
        model,
        outcome.orElseThrow(
            () -> new InvalidInput("outcome expects a text or a number, received nothing")),
        at.map(told -> plausible(told, now)).orElse(now));
  }

  private static Instant plausible(Instant told, Instant now) {
    if (told.isBefore(Instant.EPOCH) || told.isAfter(now.plus(AHEAD))) {
      throw wrongTime(told.toString());
    }
    return told;
  }

  private static InvalidInput wrongTime(String received) {
    return new InvalidInput(
        "at expects a time of RFC 3339 from 1970 to a day from now, received " + received);
  }
}
