package io.salver.telemetry;

import io.salver.serving.RequestRecord;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What may be told of the model of a request: a name or version that the service does not know,
 * which any client can invent, becomes {@value #UNKNOWN}. So whatever is kept by name is bounded.
 * Thread-safe if the predicate is.
 */
public final class RequestNames {

  /** Stands for what the service does not know. */
  public static final String UNKNOWN = "unknown";

  private final Predicate<String> isKnown;

  /** Tells the models and recommenders for which {@code isKnown} holds. */
  public RequestNames(Predicate<String> isKnown) {
    this.isKnown = isKnown;
  }

  public String model(RequestRecord record) {
    boolean served = record.fault().isEmpty();
    return record.model().filter(name -> served || isKnown.test(name)).orElse(UNKNOWN);
  }

  /** The version that answered. */
  public String version(RequestRecord record) {
    Optional<Long> version = record.fault().isEmpty() ? record.version() : Optional.empty();
    return version.map(String::valueOf).orElse(UNKNOWN);
  }
}
