package engine.scenario;

import engine.load.RawMethod;
import inference.InferTensorContents;
import inference.ModelInferRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;

/** Starts long runs over gRPC and cancels them, which sends RST_STREAM. Closing it disconnects. */
final class GrpcCancel implements AutoCloseable {

  private static final int WARM_UP = 20;

  private final ManagedChannel channel;

  GrpcCancel(int port) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().directExecutor().build();
    for (int i = 0; i < WARM_UP; i++) {
      ClientCalls.blockingUnaryCall(
          channel, RawMethod.MODEL_INFER, CallOptions.DEFAULT, request(1));
    }
  }

  Cancel.Started start(int steps) {
    ClientCall<byte[], byte[]> call = channel.newCall(RawMethod.MODEL_INFER, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.request(2);
    call.sendMessage(request(steps));
    call.halfClose();
    return () -> call.cancel("the client gives up", null);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static byte[] request(int steps) {
    return ModelInferRequest.newBuilder()
        .setModelName("slow")
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("steps")
                .setDatatype("INT64")
                .addShape(1)
                .setContents(InferTensorContents.newBuilder().addInt64Contents(steps)))
        .build()
        .toByteArray();
  }
}
