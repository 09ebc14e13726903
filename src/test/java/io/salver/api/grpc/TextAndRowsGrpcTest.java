package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.salver.api.FakeTabular;
import io.salver.api.FakeText;
import io.salver.api.Mutations;
import io.salver.api.task.TabularRequests;
import io.salver.api.task.TaskRunner;
import io.salver.api.task.TextRequests;
import io.salver.tensor.DirectMemoryPool;
import io.salver.testkit.Eventually;
import io.salver.time.Ticker;
import io.salver.v1.AnswerRequest;
import io.salver.v1.Cell;
import io.salver.v1.EmbedTextRequest;
import io.salver.v1.EmbedTextResponse;
import io.salver.v1.Explain;
import io.salver.v1.GetSchemaRequest;
import io.salver.v1.GetSchemaResponse;
import io.salver.v1.PredictRequest;
import io.salver.v1.PredictResponse;
import io.salver.v1.QuestionInput;
import io.salver.v1.Row;
import io.salver.v1.TabularServiceGrpc;
import io.salver.v1.TagRequest;
import io.salver.v1.TextServiceGrpc;
import io.salver.v1.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** What gRPC adds to the table for texts and rows: bytes, vectors, schemas, and broken messages. */
final class TextAndRowsGrpcTest {

  private static final DirectMemoryPool POOL = new DirectMemoryPool(64 << 20, 0);
  private static final TaskRunner RUNNER = new TaskRunner(record -> {});
  private static final Server SERVER = start();
  private static final ManagedChannel CHANNEL =
      ManagedChannelBuilder.forAddress("127.0.0.1", SERVER.getPort()).usePlaintext().build();
  private static final List<Sent> SENT =
      List.of(
          new Sent(
              TextServiceGrpc.getTagMethod(),
              TagRequest.newBuilder()
                  .addWords(Words.newBuilder().addWord("é").addWord("😀"))
                  .setOffsetUnit("byte")
                  .build()),
          new Sent(
              TextServiceGrpc.getAnswerMethod(),
              AnswerRequest.newBuilder()
                  .addInputs(QuestionInput.newBuilder().setQuestion("a").setContext("b"))
                  .build()),
          new Sent(TabularServiceGrpc.getPredictMethod(), rows()),
          new Sent(
              TabularServiceGrpc.getPredictMethod(),
              PredictRequest.newBuilder().setFile(ByteString.copyFromUtf8("a,b\n1,2\n")).build()));

  private record Sent(MethodDescriptor<?, ?> method, Message message) {}

  @AfterContainer
  static void nothing_stays_leased() throws InterruptedException {
    CHANNEL.shutdownNow();
    SERVER.shutdownNow();
    assertThat(SERVER.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    Eventually.holds(() -> assertThat(POOL.leasedBytes()).isZero());
  }

  @Property(tries = 1500, seed = "17")
  void a_mutated_message_is_never_the_servers_fault(
      @ForAll @IntRange(max = 1_000) int choice, @ForAll long seed) {
    Sent sent = SENT.get(choice % SENT.size());
    byte[] message = Mutations.mutate(sent.message().toByteArray(), new Random(seed));
    Status status = send(sent.method(), message);
    assertThat(status.getCode())
        .as(status.getDescription())
        .isIn(Status.Code.OK, Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);
  }

  @Example
  void a_text_that_is_not_utf_8_is_told_by_its_field_and_byte() {
    byte[] message = SENT.getFirst().message().toByteArray();
    message[indexOf(message, (byte) 0xF0) + 2] = 'a';
    Status status = send(TextServiceGrpc.getTagMethod(), message);
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription())
        .isEqualTo("words[0].word[1] is not UTF-8: byte 2 is 0x61, which cannot stand there");
  }

  @Example
  void a_name_in_a_row_that_is_not_utf_8_is_told() {
    byte[] message = rows().toByteArray();
    message[indexOf(message, (byte) 'w')] = (byte) 0xFF;
    assertThat(send(TabularServiceGrpc.getPredictMethod(), message).getDescription())
        .contains(".key is not UTF-8: byte 0 is 0xFF");
  }

  @Example
  void cells_are_what_they_say() {
    PredictResponse answer = TabularServiceGrpc.newBlockingStub(CHANNEL).predict(rows());
    assertThat(answer.getResults(0).getLabel())
        .isEqualTo("age=real 39.5 ok=flag true photo=bytes xyz w=text Private");
    assertThat(answer.getResults(0).hasValue()).isFalse();
    assertThat(answer.getResults(0).getExplanation().getMethod()).isEqualTo("permutation");
    assertThat(answer.getTimes().getRun()).isEqualTo(5);
  }

  @Example
  void texts_become_vectors() {
    TextServiceGrpc.TextServiceBlockingStub stub = TextServiceGrpc.newBlockingStub(CHANNEL);
    EmbedTextResponse answer =
        stub.embed(EmbedTextRequest.newBuilder().addInput("one").setDimensions(2).build());
    assertThat(answer.getResults(0).getEmbeddingList()).containsExactly(0.5f, -0.5f);
    assertThat(answer.getResults(0).getTokens()).isEqualTo(3);
    byte[] other =
        EmbedTextRequest.newBuilder().addInput("a").setDimensions(3).build().toByteArray();
    assertThat(send(TextServiceGrpc.getEmbedMethod(), other).getDescription())
        .isEqualTo("dimensions expects 2, the length of the vectors of model 'eyes', received 3");
  }

  @Example
  void a_schema_says_what_a_row_is() {
    GetSchemaResponse schema =
        TabularServiceGrpc.newBlockingStub(CHANNEL)
            .getSchema(GetSchemaRequest.newBuilder().setModel("adult").build());
    assertThat(schema.getFeatures(0).getName()).isEqualTo("age");
    assertThat(schema.getFeatures(0).getMost()).isEqualTo(90);
    assertThat(schema.getLabelsList()).containsExactly("low", "high");
    assertThat(schema.getJsonSchema()).contains("2020-12");
    byte[] other = GetSchemaRequest.newBuilder().setModel("nowhere").build().toByteArray();
    assertThat(send(TabularServiceGrpc.getGetSchemaMethod(), other).getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  private static PredictRequest rows() {
    return PredictRequest.newBuilder()
        .addRows(
            Row.newBuilder()
                .putValues("age", Cell.newBuilder().setNumber(39.5).build())
                .putValues("w", Cell.newBuilder().setText("Private").build())
                .putValues("ok", Cell.newBuilder().setFlag(true).build())
                .putValues("none", Cell.getDefaultInstance())
                .putValues(
                    "photo", Cell.newBuilder().setData(ByteString.copyFromUtf8("xyz")).build()))
        .setExplain(Explain.newBuilder().setMethod("permutation"))
        .build();
  }

  private static Status send(MethodDescriptor<?, ?> method, byte[] message) {
    MethodDescriptor<byte[], byte[]> raw = method.toBuilder(new Raw(), new Raw()).build();
    try {
      byte[] unused =
          ClientCalls.blockingUnaryCall((Channel) CHANNEL, raw, CallOptions.DEFAULT, message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    int at = 0;
    while (bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private static Server start() {
    try {
      return ServerBuilder.forPort(0)
          .addService(
              new TextGrpcService(new TextRequests(new FakeText()), RUNNER, POOL, Ticker.SYSTEM)
                  .bindService())
          .addService(
              new TabularGrpcService(
                      new TabularRequests(new FakeTabular(), FakeTabular.FORMATS),
                      RUNNER,
                      POOL,
                      Ticker.SYSTEM)
                  .bindService())
          .build()
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Messages as the bytes they are. */
  private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
