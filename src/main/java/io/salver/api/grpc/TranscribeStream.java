package io.salver.api.grpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.SynchronizationContext;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salver.api.Failures;
import io.salver.api.RequestTimer;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.TaskContexts;
import io.salver.api.task.TaskMethod;
import io.salver.api.task.TaskRunner;
import io.salver.fault.Cancelled;
import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.serving.ModelReference;
import io.salver.task.TaskContext;
import io.salver.task.speech.Transcription;
import io.salver.task.speech.TranscriptionListener;
import io.salver.task.speech.TranscriptionStream;
import io.salver.tensor.TensorScope;
import io.salver.time.Deadline;
import io.salver.time.StopSignal;
import io.salver.time.Ticker;
import io.salver.v1.PartialTranscription;
import io.salver.v1.StreamTranscribeConfig;
import io.salver.v1.StreamTranscribeRequest;
import io.salver.v1.StreamTranscribeResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One call of StreamTranscribe. One message is asked for at a time, when the stream has room for
 * more; of the partial texts only the newest waits for a client that does not read. Confined to
 * {@code turnByTurn}, which callbacks of the transport and of the task enter from their own
 * threads.
 *
 * <pre>
 *   NEW ── configuration ──▶ OPEN ── half-close ──▶ ENDING ── told the end ──▶ CLOSED with OK
 *    └────────────────────────┴───────────────────────┴── a fault, or cancelled ──▶ CLOSED
 * </pre>
 */
final class TranscribeStream
    implements StreamObserver<StreamTranscribeRequest>, TranscriptionListener {

  private static final String PROTOCOL = "grpc";

  private final ServerCallStreamObserver<StreamTranscribeResponse> call;
  private final SpeechRequests requests;
  private final TaskRunner runner;
  private final TensorScope scope;
  private final RequestTimer timer;
  private final Deadline deadline;
  private final StopSignal stop = StopSignal.create();
  private final SynchronizationContext turnByTurn =
      new SynchronizationContext((thread, failure) -> Failures.fault(failure));

  private final RequestIdMetadata.Taken id = RequestIdMetadata.ofCall();
  private Optional<ModelReference> model = Optional.empty();
  private @Nullable TranscriptionStream stream;
  private @Nullable PartialTranscription newest;
  private boolean isWaiting = true;
  private boolean isClosed;

  /** A stream that owns {@code scope} until it is closed. */
  TranscribeStream(
      ServerCallStreamObserver<StreamTranscribeResponse> call,
      SpeechRequests requests,
      TaskRunner runner,
      TensorScope scope,
      Ticker ticker) {
    this.call = call;
    this.requests = requests;
    this.runner = runner;
    this.scope = scope;
    this.timer = TracedCalls.join(new RequestTimer(ticker));
    this.timer.follows(id.following());
    this.deadline =
        Optional.ofNullable(Context.current().getDeadline())
            .map(due -> Duration.ofNanos(due.timeRemaining(TimeUnit.NANOSECONDS)))
            .map(budget -> Deadline.after(budget, ticker))
            .orElseGet(Deadline::none);
  }

  /** Asks for the first message; called before the method returns that the call is for. */
  void start() {
    call.disableAutoRequest();
    call.setOnReadyHandler(() -> turnByTurn.execute(this::sendNewest));
    call.setOnCancelHandler(() -> turnByTurn.execute(this::cancelled));
    call.request(1);
  }

  @Override
  public void onNext(StreamTranscribeRequest message) {
    turnByTurn.execute(() -> guarded(() -> take(message)));
  }

  @Override
  public void onCompleted() {
    turnByTurn.execute(
        () ->
            guarded(
                () -> {
                  if (!isClosed) {
                    open("the first message expects the configuration, received none").end();
                  }
                }));
  }

  @Override
  public void onError(Throwable failure) {
    turnByTurn.execute(this::cancelled);
  }

  @Override
  public void onPartial(String stable, String tentative) {
    turnByTurn.execute(
        () -> {
          newest =
              PartialTranscription.newBuilder().setStable(stable).setTentative(tentative).build();
          sendNewest();
        });
  }

  @Override
  public void onReady() {
    turnByTurn.execute(this::ask);
  }

  @Override
  public void onEnd(Transcription transcription) {
    turnByTurn.execute(
        () -> {
          if (isClosed) {
            return;
          }
          timer.begin();
          StreamTranscribeResponse last =
              StreamTranscribeResponse.newBuilder()
                  .setFinal(SpeechAnswers.transcribed(id.id(), transcription))
                  .build();
          timer.encoded();
          close(Status.OK, Optional.of(transcription), Optional.empty(), Optional.of(last));
        });
  }

  @Override
  public void onFailure(Fault fault) {
    turnByTurn.execute(() -> fail(Failures.fault(fault)));
  }

  private void take(StreamTranscribeRequest message) {
    isWaiting = false;
    if (isClosed) {
      return;
    }
    boolean isReady = true;
    switch (message.getMessageCase()) {
      case CONFIG -> configure(message.getConfig());
      case SAMPLES ->
          isReady =
              open("the first message expects the configuration, received samples")
                  .accept(message.getSamples().asReadOnlyByteBuffer());
      case MESSAGE_NOT_SET ->
          throw new InvalidInput("a message expects a configuration or samples, received neither");
    }
    if (isReady) {
      ask();
    }
  }

  private void configure(StreamTranscribeConfig config) {
    if (stream != null) {
      throw new InvalidInput("only the first message takes a configuration, received another");
    }
    var said = MessageArguments.of(config);
    TaskContext context =
        TaskContexts.of(said, scope, new TaskContexts.Arrival(id.require(), timer, deadline, stop));
    model = context.model();
    timer.caller().require(model.map(ModelReference::name));
    timer.decoded();
    scope.admit();
    stream = requests.stream(said, context, this);
  }

  private TranscriptionStream open(String otherwise) {
    TranscriptionStream open = stream;
    if (open == null) {
      throw new InvalidInput(otherwise);
    }
    return open;
  }

  private void ask() {
    if (!isWaiting && !isClosed) {
      isWaiting = true;
      call.request(1);
    }
  }

  private void sendNewest() {
    PartialTranscription partial = newest;
    if (partial != null && !isClosed && call.isReady()) {
      newest = null;
      call.onNext(StreamTranscribeResponse.newBuilder().setPartial(partial).build());
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | OutOfMemoryError e) {
      Fault fault = Failures.fault(e);
      stopStream(fault);
      fail(fault);
    }
  }

  private void cancelled() {
    Fault fault = new Cancelled("the client cancelled the stream");
    stopStream(fault);
    fail(fault);
  }

  private void stopStream(Fault why) {
    if (!isClosed && stream != null) {
      stop.raise(why);
      stream.cancel(why);
    }
  }

  private void fail(Fault fault) {
    close(GrpcStatus.of(fault), Optional.empty(), Optional.of(fault), Optional.empty());
  }

  private void close(
      Status status,
      Optional<Transcription> answer,
      Optional<Fault> fault,
      Optional<StreamTranscribeResponse> last) {
    if (isClosed) {
      return;
    }
    isClosed = true;
    scope.close();
    runner.ended(
        new TaskRunner.Origin(model, PROTOCOL, TaskMethod.STREAM_TRANSCRIBE),
        answer,
        timer,
        status.getCode().name(),
        fault);
    try {
      last.ifPresent(call::onNext);
      if (status.isOk()) {
        call.onCompleted();
      } else {
        call.onError(status.asRuntimeException());
      }
    } catch (StatusRuntimeException | IllegalStateException e) {
      // cancelled meanwhile: there is nobody to tell
    }
  }
}
