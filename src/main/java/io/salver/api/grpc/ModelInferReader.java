package io.salver.api.grpc;

import io.salver.api.InferenceCall;
import io.salver.api.MemoryBudget;
import io.salver.api.ModelReferences;
import io.salver.api.Parameters;
import io.salver.api.RequestOptions;
import io.salver.api.RequestTimer;
import io.salver.api.RequestedOutputs;
import io.salver.fault.InvalidInput;
import io.salver.serving.InferenceRequest;
import io.salver.serving.ModelReference;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a {@code ModelInferRequest} from the wire into tensors. One use; not thread-safe. */
final class ModelInferReader {

  private final MessageReader message;
  private final TensorScope scope;
  private final MemoryBudget budget;

  private final List<InputReader.Input> inputs = new ArrayList<>();
  private final List<ByteBuffer> raw = new ArrayList<>();
  private final RequestedOutputs outputs = new RequestedOutputs();
  private final Parameters parameters = new Parameters("the request");
  private String modelName = "";
  private String modelVersion = "";
  private String id = "";

  ModelInferReader(MessageReader message, TensorScope scope, MemoryBudget budget) {
    this.message = message;
    this.scope = scope;
    this.budget = budget;
  }

  /**
   * The call that the message asks for, due at {@code outer} or at its own timeout.
   *
   * @throws io.salver.fault.Fault when it contradicts the protocol; the caller then closes the
   *     scope
   */
  InferenceCall read(Deadline outer, RequestTimer timer) {
    while (message.hasMore()) {
      field(message.tag());
    }
    ModelReference model = ModelReferences.parse(modelName, modelVersion);
    RequestOptions options = RequestOptions.of(parameters);
    Deadline deadline = options.deadline(outer, timer);
    return new InferenceCall(
        new InferenceRequest(
            model, tensors(), scope, deadline, options.priority(), StopSignal.create()),
        id,
        outputs,
        true);
  }

  /** The model, as far as it was read; for the record of a request that failed. */
  Optional<ModelReference> model() {
    return modelName.isEmpty() ? Optional.empty() : Optional.of(ModelReference.latest(modelName));
  }

  /** The client's name of the request, as far as it was read. */
  String id() {
    return id;
  }

  private void field(int tag) {
    switch (tag) {
      case 1 << 3 | MessageReader.DELIMITED -> modelName = message.text();
      case 2 << 3 | MessageReader.DELIMITED -> modelVersion = message.text();
      case 3 << 3 | MessageReader.DELIMITED -> id = message.text();
      case 4 << 3 | MessageReader.DELIMITED -> ParameterReader.read(message, parameters);
      case 5 << 3 | MessageReader.DELIMITED ->
          inputs.add(new InputReader(message, scope, budget).read());
      case 6 << 3 | MessageReader.DELIMITED -> output();
      case 7 << 3 | MessageReader.DELIMITED -> raw();
      default -> message.skip(tag);
    }
  }

  private void output() {
    String name = "";
    Parameters own = new Parameters("an output");
    long outer = message.enter();
    while (message.hasMore()) {
      int tag = message.tag();
      switch (tag) {
        case 1 << 3 | MessageReader.DELIMITED -> name = message.text();
        case 2 << 3 | MessageReader.DELIMITED -> ParameterReader.read(message, own);
        default -> message.skip(tag);
      }
    }
    message.leave(outer);
    if (name.isEmpty()) {
      throw new InvalidInput("a requested output has no name");
    }
    outputs.add(name, own);
  }

  private void raw() {
    ByteBuffer memory = scope.allocate(message.length());
    message.read(memory);
    raw.add(memory.flip());
  }

  private Tensors tensors() {
    if (!raw.isEmpty() && raw.size() != inputs.size()) {
      throw new InvalidInput(
          "the request has "
              + inputs.size()
              + " inputs, but "
              + raw.size()
              + " raw_input_contents; each input takes one");
    }
    Tensors.Builder tensors = Tensors.builder();
    for (int index = 0; index < inputs.size(); index++) {
      InputReader.Input input = inputs.get(index);
      tensors.put(
          input.declaration().name(),
          raw.isEmpty()
              ? input.withoutRaw(scope, budget)
              : input.withRaw(raw.get(index), scope, budget));
    }
    return tensors.build();
  }
}
