package io.salver.api;

import io.salver.serving.InferenceRequest;
import io.salver.serving.RequestId;

/**
 * A decoded request to run a model. Whoever holds it owes its scope a close; {@link
 * InferenceRunner#run} takes over that debt.
 *
 * @param request the model, its inputs and the scope that owns them
 * @param id the client's own name of the request, echoed; empty when there is none
 * @param outputs which outputs go back
 * @param binaryOutputs whether outputs that were not listed go back binary (REST only)
 */
public record InferenceCall(
    InferenceRequest request, String id, RequestedOutputs outputs, boolean binaryOutputs) {

  /** What the request is called: the client's own name of it, where that can be one. */
  public RequestId requestId(RequestId otherwise) {
    return RequestId.isOne(id) ? new RequestId(id) : otherwise;
  }
}
