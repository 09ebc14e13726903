package io.salver.api;

import inference.GRPCInferenceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.salver.api.InferenceCase.Form;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;

final class GrpcInferenceIT extends InferenceContract {

  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", ProtocolServer.process().grpcPort())
          .usePlaintext()
          .build();
  private final GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
      GRPCInferenceServiceGrpc.newBlockingStub(channel);

  @AfterAll
  void close() {
    channel.shutdownNow();
  }

  @Override
  protected List<Form> forms() {
    return List.of(Form.CONTENTS, Form.RAW);
  }

  @Override
  protected boolean serves(InferenceCase c) {
    return WireModels.serve(c);
  }

  @Override
  protected Answer infer(InferenceCase c, Form form) {
    try {
      return GrpcWords.answer(stub.modelInfer(GrpcWords.request(c, form)));
    } catch (StatusRuntimeException e) {
      return Answer.failure(
          e.getStatus().getCode().name(),
          Objects.requireNonNullElse(e.getStatus().getDescription(), ""));
    }
  }
}
