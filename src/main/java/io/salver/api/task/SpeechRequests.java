package io.salver.api.task;

import io.salver.fault.InvalidInput;
import io.salver.task.PairRequest;
import io.salver.task.TaskContext;
import io.salver.task.Verification;
import io.salver.task.speech.SoundClasses;
import io.salver.task.speech.SoundRequest;
import io.salver.task.speech.Speech;
import io.salver.task.speech.SpeechRequest;
import io.salver.task.speech.SpeechService;
import io.salver.task.speech.StreamRequest;
import io.salver.task.speech.Transcription;
import io.salver.task.speech.TranscriptionListener;
import io.salver.task.speech.TranscriptionRequest;
import io.salver.task.speech.TranscriptionStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes calls about sounds and speech from what requests say. Thread-safe. */
@Singleton
public final class SpeechRequests {

  private static final int MAX_BEAM = 1000;
  private static final int MAX_CLASSES = 1000;
  private static final double SLOWEST = 0.25;
  private static final double FASTEST = 4;
  private static final int LEAST_RATE = 1_000;
  private static final int MOST_RATE = 192_000;
  private static final String PCM_16 = "pcm_16";
  private static final String FLOAT_32 = "float_32";

  private final SpeechService service;

  /** Requests to {@code service}. */
  @Inject
  public SpeechRequests(SpeechService service) {
    this.service = service;
  }

  /** The names of the parameters that {@code method} takes in every protocol. */
  public static Set<String> parameters(TaskMethod method) {
    Set<String> names = new HashSet<>(TaskContexts.NAMES);
    switch (method) {
      case CLASSIFY -> names.add("top_k");
      case VERIFY -> names.add("threshold");
      case TRANSCRIBE -> names.add("beam");
      case SPEAK -> names.addAll(List.of("input", "speed"));
      case DETECT, SEGMENT, EMBED, STREAM_TRANSCRIBE, TAG, ANSWER, COMPLETE, PREDICT -> {}
    }
    return Set.copyOf(names);
  }

  /** The names of the files that {@code method} takes. */
  public static Set<String> files(TaskMethod method) {
    return switch (method) {
      case CLASSIFY, TRANSCRIBE -> Set.of("file");
      case VERIFY -> Set.of("first", "second");
      case DETECT, SEGMENT, EMBED, STREAM_TRANSCRIBE, SPEAK, TAG, ANSWER, COMPLETE, PREDICT ->
          Set.of();
    };
  }

  public TaskCall<Transcription> transcribe(TaskArguments said, TaskContext context) {
    TranscriptionRequest request =
        new TranscriptionRequest(context, said.file("file"), said.whole("beam", 1, MAX_BEAM));
    return new TaskCall<>(context, () -> service.transcribe(request));
  }

  public TaskCall<SoundClasses> classify(TaskArguments said, TaskContext context) {
    SoundRequest request =
        new SoundRequest(context, said.file("file"), said.whole("top_k", 1, MAX_CLASSES));
    return new TaskCall<>(context, () -> service.classify(request));
  }

  public TaskCall<Verification> verify(TaskArguments said, TaskContext context) {
    PairRequest request = Pairs.of(said, context);
    return new TaskCall<>(context, () -> service.verify(request));
  }

  public TaskCall<Speech> speak(TaskArguments said, TaskContext context) {
    String text = said.text("input").orElse("");
    if (text.isBlank()) {
      throw new InvalidInput("input expects a text to speak, received none");
    }
    SpeechRequest request =
        new SpeechRequest(context, text, said.real("speed", SLOWEST, FASTEST).orElse(1));
    return new TaskCall<>(context, () -> service.speak(request));
  }

  /** Begins a stream, of which {@code listener} hears. */
  public TranscriptionStream stream(
      TaskArguments said, TaskContext context, TranscriptionListener listener) {
    int rate =
        said.whole("sample_rate", LEAST_RATE, MOST_RATE)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "sample_rate expects a whole number from "
                            + LEAST_RATE
                            + " to "
                            + MOST_RATE
                            + ", received nothing"));
    StreamRequest.Encoding encoding =
        said.choice("encoding", List.of(PCM_16, FLOAT_32)).equals(PCM_16)
            ? StreamRequest.Encoding.PCM_16
            : StreamRequest.Encoding.FLOAT_32;
    return service.stream(new StreamRequest(context, encoding, rate), listener);
  }
}
