package engine.generation;

import engine.load.InferRequests;
import engine.load.RawMethod;
import inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Over gRPC, with raw contents. */
final class GrpcGenerationClient implements GenerationClient {

  private static final int TIMEOUT_SECONDS = 20;

  private final ManagedChannel channel;

  GrpcGenerationClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @Override
  public Answer ask(float[] rows) throws IOException {
    byte[] request =
        new InferRequests(Generations.MODEL, new long[] {rows.length, 1}, rows, Duration.ZERO)
            .grpc();
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel,
              RawMethod.MODEL_INFER,
              CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS),
              request);
      ModelInferResponse response = ModelInferResponse.parseFrom(answer);
      return new Answer(
          response.getModelVersion(),
          output(response, 0),
          output(response, 1),
          output(response, 2));
    } catch (StatusRuntimeException failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static float[] output(ModelInferResponse response, int index) {
    float[] values = new float[response.getRawOutputContents(index).size() / 4];
    response
        .getRawOutputContents(index)
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return values;
  }
}
