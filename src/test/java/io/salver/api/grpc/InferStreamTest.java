package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import inference.ModelInferRequest;
import inference.ModelInferRequest.InferInputTensor;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.salver.api.InferenceRunner;
import io.salver.api.RequestLimits;
import io.salver.fault.BackendFailure;
import io.salver.fault.Cancelled;
import io.salver.model.ModelId;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.serving.RequestRecord;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Tensors;
import io.salver.time.Ticker;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Order, back-pressure and end of a stream, with a model that answers when the test says. */
final class InferStreamTest {

  private final DirectMemoryPool pool = new DirectMemoryPool(0);
  private final List<RequestRecord> records = new ArrayList<>();
  private final PuppetModel model = new PuppetModel();
  private final PuppetServerCall call = new PuppetServerCall();
  private final ModelInferRequests requests =
      new ModelInferRequests(pool, new RequestLimits(1 << 20), Ticker.SYSTEM);
  private final ServerCall.Listener<ModelInferArrival> stream =
      new ModelStreamInferHandler(new InferenceRunner(model, records::add))
          .startCall(call, new Metadata());
  private int arrived;

  @AfterEach
  void every_request_gave_its_memory_back_and_was_told_of_once() {
    assertThat(pool.leasedBytes()).isZero();
    assertThat(records).hasSize(arrived);
    assertThat(records).allMatch(record -> record.method().equals("stream_infer"));
  }

  @Test
  void answers_come_in_the_order_of_the_requests() {
    send("a", "b", "c");

    model.answer(2);
    model.answer(1);
    assertThat(call.ids()).isEmpty();
    model.answer(0);

    assertThat(call.ids()).containsExactly("a", "b", "c");
    assertThat(call.sent.getFirst().getInferResponse().getRawOutputContents(0).size()).isEqualTo(4);
    assertThat(
            call.sent
                .getFirst()
                .getInferResponse()
                .getParametersOrThrow("triton_final_response")
                .getBoolParam())
        .isTrue();
  }

  @Test
  void a_failure_is_a_message_with_the_id_and_the_stream_stays_open() {
    send("a");
    sendBroken("b");
    send("c");

    model.fail(0);
    model.answer(1);

    assertThat(call.ids()).containsExactly("!a", "!b", "c");
    assertThat(call.sent.getFirst().getErrorMessage()).isEqualTo("it broke");
    assertThat(call.closed).isEmpty();
  }

  @Test
  void each_answer_makes_room_for_one_request() {
    assertThat(call.requested).isEqualTo(ModelStreamInferHandler.MAX_UNDER_WAY);

    send("a", "b");
    model.answer(0);

    assertThat(call.requested).isEqualTo(ModelStreamInferHandler.MAX_UNDER_WAY + 1);
    model.answer(1);
  }

  @Test
  void a_client_that_does_not_read_is_waited_for() {
    send("a");
    call.ready = false;
    model.answer(0);
    assertThat(call.ids()).isEmpty();
    assertThat(pool.leasedBytes()).isPositive();

    call.ready = true;
    stream.onReady();

    assertThat(call.ids()).containsExactly("a");
  }

  @Test
  void the_stream_ends_after_the_last_answer() {
    send("a", "b");
    model.answer(0);
    stream.onHalfClose();
    assertThat(call.closed).isEmpty();

    model.answer(1);

    assertThat(call.closed).contains(Status.OK);
  }

  @Test
  void a_stream_without_requests_ends_at_once() {
    stream.onHalfClose();

    assertThat(call.closed).contains(Status.OK);
  }

  @Test
  void a_cancelled_stream_stops_what_is_under_way_and_sends_nothing() {
    send("a", "b");
    model.answer(1);
    call.cancelled = true;
    stream.onCancel();
    assertThat(model.requests).allMatch(request -> request.stop().isRaised());

    model.stop(0);

    assertThat(call.sent).isEmpty();
    assertThat(call.closed).isEmpty();
    assertThat(records).allMatch(record -> record.fault().orElseThrow() instanceof Cancelled);
  }

  private void send(String... ids) {
    for (String id : ids) {
      arrive(message(id).build());
    }
  }

  private void sendBroken(String id) {
    arrive(message(id).setRawInputContents(0, ByteString.copyFrom(new byte[3])).build());
  }

  private void arrive(ModelInferRequest message) {
    arrived++;
    stream.onMessage(requests.parse(new Message(message.toByteArray())));
  }

  private static ModelInferRequest.Builder message(String id) {
    return ModelInferRequest.newBuilder()
        .setModelName("echo")
        .setId(id)
        .addInputs(InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(1))
        .addRawInputContents(ByteString.copyFrom(new byte[4]));
  }

  private static final class Message extends ByteArrayInputStream implements KnownLength {
    Message(byte[] bytes) {
      super(bytes);
    }
  }

  /** Answers its requests, counted from 0, when it is told to. */
  private static final class PuppetModel implements InferenceService {

    private final List<InferenceRequest> requests = new ArrayList<>();
    private final List<CompletableFuture<InferenceResponse>> answers = new ArrayList<>();

    @Override
    public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
      requests.add(request);
      answers.add(new CompletableFuture<>());
      return answers.getLast();
    }

    void answer(int index) {
      Tensors outputs = Tensors.of("y", requests.get(index).inputs().get("x"));
      answers.get(index).complete(new InferenceResponse(new ModelId("echo", 1), outputs, 1, 1));
    }

    void fail(int index) {
      answers.get(index).completeExceptionally(new BackendFailure("it broke"));
    }

    /** Ends as a model does that heeds its signal. */
    void stop(int index) {
      try {
        requests.get(index).stop().check();
      } catch (RuntimeException reason) {
        answers.get(index).completeExceptionally(reason);
      }
    }

    @Override
    public ModelDescription describe(ModelReference model) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isReady(ModelReference model) {
      return true;
    }

    @Override
    public List<VersionStatus> versions() {
      return List.of();
    }

    @Override
    public boolean isReady() {
      return true;
    }
  }
}
