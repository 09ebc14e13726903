package io.salver.api.rest;

import io.salver.api.InferenceCall;
import io.salver.api.MemoryBudget;
import io.salver.api.RequestLimits;
import io.salver.api.RequestOptions;
import io.salver.api.RequestTimer;
import io.salver.api.RequestedOutputs;
import io.salver.model.Signature;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import java.nio.ByteBuffer;

/** Turns the body of an infer request into a call. Thread-safe; knows no HTTP server. */
final class InferRequestDecoder {

  private final InferenceService service;
  private final RequestLimits limits;

  InferRequestDecoder(InferenceService service, RequestLimits limits) {
    this.service = service;
    this.limits = limits;
  }

  /**
   * The call that {@code body} asks for; its tensors lie in {@code scope}, of which {@code body} is
   * memory too.
   *
   * @throws io.salver.fault.Fault when the body contradicts the protocol; the caller then closes
   *     the scope
   */
  InferenceCall decode(
      ModelReference model,
      BinaryHeader header,
      ByteBuffer body,
      TensorScope scope,
      RequestTimer timer) {
    MemoryBudget budget = new MemoryBudget(limits.maxBodyBytes(), scope);
    if (header.isRawTensor()) {
      Tensors input = RawTensorBody.decode(signature(model, timer), body, scope, budget);
      InferenceRequest request =
          new InferenceRequest(
              model, input, scope, Deadline.none(), InferenceRequest.ORDINARY, StopSignal.create());
      return new InferenceCall(request, "", new RequestedOutputs(), true);
    }
    JsonRequestReader.Document document =
        new JsonRequestReader(header.json(body), header.blobs(body), scope, budget).read();
    RequestOptions options = document.options();
    Deadline deadline = options.deadline(Deadline.none(), timer);
    return new InferenceCall(
        new InferenceRequest(
            model, document.inputs(), scope, deadline, options.priority(), StopSignal.create()),
        document.id(),
        document.outputs(),
        options.binaryOutputs());
  }

  /** Of the version that will answer. */
  private Signature signature(ModelReference model, RequestTimer timer) {
    return service.describe(service.follow(model, timer.following())).signature();
  }
}
