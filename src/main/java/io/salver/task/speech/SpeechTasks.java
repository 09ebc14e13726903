package io.salver.task.speech;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.Unsupported;
import io.salver.serving.InferenceService;
import io.salver.sound.SoundFiles;
import io.salver.task.PairRequest;
import io.salver.task.Runs;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.TaskName;
import io.salver.task.TaskThreads;
import io.salver.task.Verification;
import io.salver.task.Watching;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Does the tasks of sounds with the models that serve. Thread-safe. */
public final class SpeechTasks implements SpeechService {

  private static final int LEAST_RATE = 1_000;
  private static final int GREATEST_RATE = 192_000;

  private final TaskModels<SpeechPlan> models;
  private final SpeechTools tools;

  /**
   * Works on {@code threads}.
   *
   * @param memory of the runs of models; each gives back what it took at its end
   * @param files reads sounds
   */
  public SpeechTasks(
      InferenceService inference,
      DirectMemoryPool memory,
      TaskThreads threads,
      SoundFiles files,
      Watching watching,
      Ticker ticker) {
    this.models =
        new TaskModels<>(
            inference,
            (task, model) -> SpeechPlan.of(task, model.spec(), model.texts(), model.signature()));
    this.tools =
        new SpeechTools(threads, new Runs(inference, memory, threads), files, watching, ticker);
  }

  @Override
  public CompletionStage<Transcription> transcribe(TranscriptionRequest request) {
    return use(
        TaskName.SPEECH_RECOGNITION,
        request.context(),
        SpeechPlan.Recognise.class,
        plan -> {
          requireBeam(request.beam(), plan.plan());
          return new Transcriber(tools).transcribe(request, plan.chosen(), plan.plan());
        });
  }

  @Override
  public CompletionStage<SoundClasses> classify(SoundRequest request) {
    requirePositive("top_k", request.topK());
    return use(
        TaskName.AUDIO_CLASSIFICATION,
        request.context(),
        SpeechPlan.Classify.class,
        plan -> new SoundClassifier(tools).classify(request, plan.chosen(), plan.plan()));
  }

  @Override
  public CompletionStage<Verification> verify(PairRequest request) {
    return use(
        TaskName.SPEAKER_EMBEDDING,
        request.context(),
        SpeechPlan.Embed.class,
        plan -> new SpeakerVerifier(tools).verify(request, plan.chosen(), plan.plan()));
  }

  @Override
  public CompletionStage<Speech> speak(SpeechRequest request) {
    return use(
        TaskName.TEXT_TO_SPEECH,
        request.context(),
        SpeechPlan.Speak.class,
        plan -> new Speaker(tools).speak(request, plan.chosen(), plan.plan()));
  }

  @Override
  public TranscriptionStream stream(StreamRequest request, TranscriptionListener listener) {
    if (request.sampleRate() < LEAST_RATE || request.sampleRate() > GREATEST_RATE) {
      throw new InvalidInput(
          "the sample rate must be %d to %d, not %d"
              .formatted(LEAST_RATE, GREATEST_RATE, request.sampleRate()));
    }
    StreamVersion version = new StreamVersion(models, request.context());
    if (version.plan() instanceof SpeechPlan.Recognise plan
        && plan.recognition() instanceof Recognition.Ctc ctc) {
      StreamSearch search = new StreamSearch(tools, request.context(), version, plan, ctc);
      return new StreamReading(
          tools.threads(),
          request,
          listener,
          search,
          tools.files().resamplers(),
          tools.files().longest());
    }
    throw new Unsupported(
        "model '%s' attends to whole sounds; streams need one with decoder: ctc"
            .formatted(version.pinned().name()));
  }

  /** A plan of the kind that a task has. */
  private record Planned<P>(Chosen<SpeechPlan> chosen, P plan) {}

  private <P extends SpeechPlan, A> CompletionStage<A> use(
      TaskName task,
      TaskContext context,
      Class<P> kind,
      Function<Planned<P>, CompletionStage<A>> use) {
    try {
      return Runs.faults(
          models.use(
              task, context, chosen -> use.apply(new Planned<>(chosen, kind.cast(chosen.plan())))));
    } catch (Fault fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private static void requireBeam(OptionalInt beam, SpeechPlan.Recognise plan) {
    if (beam.isEmpty()) {
      return;
    }
    int width = beam.getAsInt();
    if (width < 1 || width > Recognition.WIDEST) {
      throw new InvalidInput("beam must be 1 to %d, not %d".formatted(Recognition.WIDEST, width));
    }
    if (width > 1 && plan.recognition() instanceof Recognition.Attention) {
      throw new InvalidInput("the model's decoder attends; it has no beam but 1");
    }
  }

  private static void requirePositive(String name, OptionalInt number) {
    if (number.isPresent() && number.getAsInt() < 1) {
      throw new InvalidInput(name + " must be at least 1, not " + number.getAsInt());
    }
  }
}
