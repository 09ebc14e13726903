package engine.hostile;

import com.google.protobuf.InvalidProtocolBufferException;
import engine.hostile.Reception.Kind;
import engine.load.RawMethod;
import inference.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/** Sends messages as they are, whether they are messages or not. */
final class GrpcSender implements Sender {

  private final ManagedChannel channel;

  GrpcSender(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @Override
  public Reception send(Case request) {
    long start = System.nanoTime();
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel,
              RawMethod.MODEL_INFER,
              CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS),
              request.bytes());
      ModelInferResponse response = ModelInferResponse.parseFrom(answer);
      byte[] elements =
          response.getRawOutputContentsCount() == 0
              ? new byte[0]
              : response.getRawOutputContents(0).toByteArray();
      return new Reception(Kind.SUCCESS, "OK", elements, "");
    } catch (StatusRuntimeException failed) {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      return millis >= PATIENCE_MILLIS - 50
          ? Reception.without(Kind.SILENT, failed.getMessage())
          : reception(failed.getStatus());
    } catch (InvalidProtocolBufferException broken) {
      return new Reception(Kind.SERVER_FAULT, "broken answer", new byte[0], broken.toString());
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static Reception reception(Status status) {
    Kind kind =
        switch (status.getCode()) {
          case INVALID_ARGUMENT,
              NOT_FOUND,
              RESOURCE_EXHAUSTED,
              UNIMPLEMENTED,
              DEADLINE_EXCEEDED,
              FAILED_PRECONDITION,
              OUT_OF_RANGE ->
              Kind.CLIENT_FAULT;
          default -> Kind.SERVER_FAULT;
        };
    return new Reception(kind, status.getCode().name(), new byte[0], status + "");
  }
}
