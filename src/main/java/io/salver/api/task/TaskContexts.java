package io.salver.api.task;

import io.salver.api.ModelReferences;
import io.salver.api.RequestTimer;
import io.salver.api.WellFormedText;
import io.salver.fault.InvalidInput;
import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestId;
import io.salver.task.TaskContext;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.DurationText;
import io.salver.time.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads what every typed request may say: the model, the timeout and the priority. Stateless. */
public final class TaskContexts {

  /** The names of what is read here. */
  public static final Set<String> NAMES = Set.of("model", "version", "timeout", "priority");

  private static final long FREE_BYTES = 64 * 1024;
  private static final int SHOWN = 40;

  private TaskContexts() {}

  /**
   * The context of a request.
   *
   * @param scope is charged for the values that the request gives, where they are not few
   * @param arrival the time when it came, and what else stops it
   * @throws io.salver.fault.Overloaded when all requests together would hold too much
   */
  public static TaskContext of(TaskArguments said, TensorScope scope, Arrival arrival) {
    if (said.heapBytes() > FREE_BYTES) {
      scope.reserve(said.heapBytes());
    }
    return new TaskContext(
        arrival.id(),
        model(said),
        arrival.timer().following(),
        scope,
        deadline(said, arrival),
        priority(said),
        arrival.stop());
  }

  /**
   * How a request came.
   *
   * @param id what it is called
   * @param outer when the transport gives up
   */
  public record Arrival(RequestId id, RequestTimer timer, Deadline outer, StopSignal stop) {}

  private static Optional<ModelReference> model(TaskArguments said) {
    Optional<String> name = said.text("model").filter(text -> !text.isEmpty());
    int version = said.whole("version", 0, Integer.MAX_VALUE).orElse(0);
    if (version > 0 && name.isEmpty()) {
      throw new InvalidInput("version expects the name of its model beside it, in 'model'");
    }
    return name.map(text -> ModelReferences.parse(text, version == 0 ? "" : "" + version));
  }

  private static Deadline deadline(TaskArguments said, Arrival arrival) {
    return said.text("timeout")
        .filter(text -> !text.isEmpty())
        .map(text -> arrival.outer().atMost(arrival.timer().deadline(duration(text))))
        .orElse(arrival.outer());
  }

  private static Duration duration(String text) {
    return DurationText.parse(text)
        .filter(duration -> !duration.isZero())
        .orElseThrow(
            () ->
                new InvalidInput(
                    "timeout expects a duration such as 500ms, with a unit of "
                        + DurationText.UNITS
                        + ", received '"
                        + WellFormedText.shortened(text, SHOWN)
                        + "'"));
  }

  private static int priority(TaskArguments said) {
    int given = said.whole("priority", 0, InferenceRequest.LEAST_URGENT).orElse(0);
    return given == 0 ? InferenceRequest.ORDINARY : given;
  }
}
