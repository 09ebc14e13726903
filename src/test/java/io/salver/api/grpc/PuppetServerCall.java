package io.salver.api.grpc;

import inference.GRPCInferenceServiceGrpc;
import inference.ModelStreamInferResponse;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A streaming call whose client does what the test says. Not thread-safe. */
final class PuppetServerCall extends ServerCall<ModelInferArrival, ModelInferAnswer> {

  final List<ModelStreamInferResponse> sent = new ArrayList<>();
  int requested;
  boolean ready = true;
  boolean cancelled;
  Optional<Status> closed = Optional.empty();

  @Override
  public void request(int messages) {
    requested += messages;
  }

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(ModelInferAnswer message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      message.writeTo(bytes);
      if (bytes.size() != message.size()) {
        throw new AssertionError("the size is not what was written");
      }
      sent.add(ModelStreamInferResponse.parseFrom(bytes.toByteArray()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (closed.isPresent()) {
      throw new IllegalStateException("closed twice");
    }
    closed = Optional.of(status);
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<ModelInferArrival, ModelInferAnswer> getMethodDescriptor() {
    return GRPCInferenceServiceGrpc.getModelStreamInferMethod().toBuilder(
            new Unused(), new ModelInferAnswers())
        .build();
  }

  /** The name of each answer, with a mark where it tells of a failure. */
  List<String> ids() {
    return sent.stream()
        .map(
            answer ->
                (answer.getErrorMessage().isEmpty() ? "" : "!") + answer.getInferResponse().getId())
        .toList();
  }

  private static final class Unused implements MethodDescriptor.Marshaller<ModelInferArrival> {

    @Override
    public InputStream stream(ModelInferArrival value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ModelInferArrival parse(InputStream stream) {
      throw new UnsupportedOperationException();
    }
  }
}
