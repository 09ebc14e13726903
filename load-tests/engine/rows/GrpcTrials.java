package engine.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import engine.hostile.Bytes;
import engine.load.RawMethod;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.salver.v1.AnswerRequest;
import io.salver.v1.Cell;
import io.salver.v1.ClassifyTextRequest;
import io.salver.v1.EmbedTextRequest;
import io.salver.v1.PredictRequest;
import io.salver.v1.Row;
import io.salver.v1.TagRequest;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The same over gRPC: messages as they are, whether they are messages or not. Not thread-safe. */
final class GrpcTrials implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 30;
  private static final Set<Status.Code> FAULTS =
      Set.of(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.DATA_LOSS, Status.Code.ABORTED);
  private static final String PREDICT = "salver.v1.TabularService/Predict";

  private final ManagedChannel channel;

  GrpcTrials(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** What came; {@code fault} says what is wrong with it, if anything is. */
  record Answer(String kind, String code, String fault) {}

  /**
   * One request.
   *
   * @param says what the description of the status must have in it; empty: nobody knows
   */
  private record Message(String kind, String method, byte[] bytes, String says) {}

  Answer next(Random random) {
    Message message = message(random);
    String code = "OK";
    String text = "";
    try {
      ClientCalls.blockingUnaryCall(
          channel,
          RawMethod.of(message.method()),
          CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS),
          message.bytes());
    } catch (StatusRuntimeException failed) {
      code = failed.getStatus().getCode().name();
      text = "" + failed.getStatus().getDescription();
      if (FAULTS.contains(failed.getStatus().getCode())) {
        return new Answer(message.kind(), code, message.kind() + ": " + failed.getStatus());
      }
    }
    boolean told =
        message.says().isEmpty()
            || code.equals("UNAVAILABLE")
            || code.equals("DEADLINE_EXCEEDED")
            || Pattern.compile(message.says()).matcher(text).find();
    String fault = "%s: %s does not say '%s': %s";
    return new Answer(
        message.kind(),
        code,
        told ? "" : fault.formatted(message.kind(), code, message.says(), text));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private static Message message(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> cell(random);
      case 1 -> file(random);
      case 2 -> text(random, false);
      default -> text(random, true);
    };
  }

  private static Message cell(Random random) {
    String name = Districts.NUMBERS.get(random.nextInt(Districts.NUMBERS.size()));
    Cell.Builder bad = Cell.newBuilder();
    switch (random.nextInt(4)) {
      case 0 -> bad.setNumber(Double.NaN);
      case 1 -> bad.setNumber(Double.NEGATIVE_INFINITY);
      case 2 -> bad.setText("far");
      default -> bad.setFlag(true);
    }
    PredictRequest request =
        PredictRequest.newBuilder()
            .setModel("california-mdn")
            .addRows(Row.newBuilder().putValues(name, Cell.newBuilder().setNumber(1).build()))
            .addRows(Row.newBuilder().putValues(name, bad.build()))
            .build();
    return new Message("gRPC: cell", PREDICT, request.toByteArray(), "rows\\[1\\]\\." + name);
  }

  private static Message file(Random random) {
    Districts rows = Districts.draw(3, random.nextLong());
    byte[] file = Bytes.mutate(random.nextBoolean() ? rows.csv() : rows.arrow(), random);
    PredictRequest request =
        PredictRequest.newBuilder()
            .setModel("california-mdn")
            .setFile(ByteString.copyFrom(file))
            .build();
    return new Message("gRPC: file, mutated", PREDICT, request.toByteArray(), "");
  }

  private static Message text(Random random, boolean mutated) {
    String text = "It was \u0000 fine \u202e.";
    Message valid =
        switch (random.nextInt(4)) {
          case 0 ->
              textual(
                  "Classify",
                  ClassifyTextRequest.newBuilder().setModel("sst2").addInput(text).build());
          case 1 ->
              textual("Tag", TagRequest.newBuilder().setModel("snips").addInput(text).build());
          case 2 ->
              textual(
                  "Embed",
                  EmbedTextRequest.newBuilder().setModel("sentences").addInput(text).build());
          default -> textual("Answer", AnswerRequest.newBuilder().setModel("answers").build());
        };
    return mutated
        ? new Message(
            "gRPC: text, mutated", valid.method(), Bytes.mutate(valid.bytes(), random), "")
        : valid;
  }

  private static Message textual(String method, MessageLite request) {
    return new Message("gRPC: text", "salver.v1.TextService/" + method, request.toByteArray(), "");
  }
}
