package io.salver.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.salver.api.FakeSpeech;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.serving.RequestRecord;
import io.salver.task.speech.StreamRequest;
import io.salver.tensor.DirectMemoryPool;
import io.salver.testkit.Eventually;
import io.salver.time.Ticker;
import io.salver.v1.SpeechServiceGrpc;
import io.salver.v1.StreamTranscribeConfig;
import io.salver.v1.StreamTranscribeRequest;
import io.salver.v1.StreamTranscribeResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sounds that are still arriving. */
final class TranscribeStreamTest {

  private final FakeSpeech speech = new FakeSpeech();
  private final DirectMemoryPool pool = new DirectMemoryPool(1 << 20, 0);
  private final BlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
  private final Server server =
      ServerBuilder.forPort(0)
          .addService(
              new SpeechGrpcService(
                      new SpeechRequests(speech), new TaskRunner(records::add), pool, Ticker.SYSTEM)
                  .bindService())
          .build();
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    server.start();
    channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", server.getPort()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws InterruptedException {
    channel.shutdownNow();
    server.shutdownNow();
    assertThat(server.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    Eventually.holds(() -> assertThat(pool.leasedBytes()).isZero());
  }

  @Test
  void partial_texts_come_and_the_whole_last() throws InterruptedException {
    Call call = new Call();
    call.configure(StreamTranscribeConfig.newBuilder().setSampleRate(8000).setModel("m"));
    call.samples(10);
    call.samples(20);
    call.requests.onCompleted();

    assertThat(call.status()).isEqualTo(Status.OK);
    assertThat(call.received.getLast().getFinal().getText()).isEqualTo("30 bytes");
    assertThat(call.received.getFirst().getPartial().getStable()).endsWith("bytes");
    assertThat(call.received.getFirst().getPartial().getTentative()).isEqualTo("and more");
    StreamRequest request = speech.streams().getFirst().request();
    assertThat(request.sampleRate()).isEqualTo(8000);
    assertThat(request.encoding()).isEqualTo(StreamRequest.Encoding.PCM_16);
    RequestRecord record = records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.method()).isEqualTo("stream_transcribe");
    assertThat(record.code()).isEqualTo("OK");
    assertThat(record.model()).contains("ears");
  }

  @Test
  void a_stream_without_room_is_given_nothing_more() throws InterruptedException {
    Call call = new Call();
    call.configure(StreamTranscribeConfig.newBuilder().setSampleRate(8000));
    call.samples(1);
    call.await(1);
    FakeSpeech.Stream stream = speech.streams().getFirst();
    stream.fill();
    call.samples(2);
    call.await(2);
    call.samples(4);
    call.requests.onCompleted();
    assertThat(stream.bytes()).isEqualTo(3);

    stream.makeRoom();

    assertThat(call.status()).isEqualTo(Status.OK);
    assertThat(stream.bytes()).isEqualTo(7);
  }

  @Test
  void a_client_that_goes_ends_the_stream() throws InterruptedException {
    Call call = new Call();
    call.configure(StreamTranscribeConfig.newBuilder().setSampleRate(8000));
    call.samples(1);
    call.await(1);

    call.requests.onError(Status.CANCELLED.asRuntimeException());

    RequestRecord record = records.poll(60, TimeUnit.SECONDS);
    assertThat(record).isNotNull();
    assertThat(record.code()).isEqualTo("CANCELLED");
    assertThat(speech.streams().getFirst().cancelled())
        .singleElement()
        .isInstanceOf(Cancelled.class);
    assertThat(speech.streams().getFirst().request().context().stop().isRaised()).isTrue();
  }

  @Test
  void what_is_no_stream_is_refused() throws InterruptedException {
    Call samples = new Call();
    samples.samples(1);
    assertThat(samples.status().getDescription()).contains("expects the configuration");

    Call nothing = new Call();
    nothing.requests.onCompleted();
    assertThat(nothing.status().getDescription()).contains("expects the configuration");

    Call rate = new Call();
    rate.configure(StreamTranscribeConfig.newBuilder());
    assertThat(rate.status().getDescription()).contains("sample_rate expects a whole number");

    Call twice = new Call();
    twice.configure(StreamTranscribeConfig.newBuilder().setSampleRate(8000));
    twice.configure(StreamTranscribeConfig.newBuilder().setSampleRate(8000));
    assertThat(twice.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(twice.status().getDescription()).contains("received another");
    Eventually.holds(() -> assertThat(speech.streams().getLast().cancelled()).hasSize(1));
  }

  /** One stream of the test. */
  private final class Call implements StreamObserver<StreamTranscribeResponse> {

    private final List<StreamTranscribeResponse> received = new CopyOnWriteArrayList<>();
    private final BlockingQueue<StreamTranscribeResponse> news = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Status status = Status.OK;
    private final StreamObserver<StreamTranscribeRequest> requests =
        SpeechServiceGrpc.newStub(channel).streamTranscribe(this);

    void configure(StreamTranscribeConfig.Builder config) {
      requests.onNext(StreamTranscribeRequest.newBuilder().setConfig(config).build());
    }

    void samples(int bytes) {
      requests.onNext(
          StreamTranscribeRequest.newBuilder()
              .setSamples(ByteString.copyFrom(new byte[bytes]))
              .build());
    }

    /** Waits until so many partial texts have come. */
    void await(int count) throws InterruptedException {
      while (received.size() < count) {
        assertThat(news.poll(60, TimeUnit.SECONDS)).isNotNull();
      }
    }

    Status status() throws InterruptedException {
      assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
      return status;
    }

    @Override
    public void onNext(StreamTranscribeResponse response) {
      received.add(response);
      news.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      status = Status.fromThrowable(failure);
      ended.countDown();
    }

    @Override
    public void onCompleted() {
      ended.countDown();
    }
  }
}
