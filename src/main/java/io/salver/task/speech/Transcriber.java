package io.salver.task.speech;

import io.salver.model.ModelId;
import io.salver.monitor.Sample;
import io.salver.serving.ModelReference;
import io.salver.sound.Waveform;
import io.salver.task.Stopwatch;
import io.salver.task.TaskContext;
import io.salver.task.TaskModels.Chosen;
import io.salver.task.Watching;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** Writes down what is said in a file. Thread-safe. */
final class Transcriber {

  private final SpeechTools tools;

  Transcriber(SpeechTools tools) {
    this.tools = tools;
  }

  CompletionStage<Transcription> transcribe(
      TranscriptionRequest request, Chosen<SpeechPlan> chosen, SpeechPlan.Recognise plan) {
    Stopwatch watch = new Stopwatch(tools.ticker());
    int rate = plan.preparation().input().sampleRate();
    TaskContext context = request.context();
    return tools
        .runs()
        .begin(watch, () -> tools.decode(request.sound(), rate, context, watch))
        .thenCompose(
            sound ->
                read(context, request.beam(), chosen.pinned(), plan, sound, watch)
                    .thenApply(
                        transcription -> {
                          tell(context, plan.preparation().input(), sound, transcription);
                          return transcription;
                        }));
  }

  private CompletionStage<Transcription> read(
      TaskContext context,
      OptionalInt beam,
      ModelReference version,
      SpeechPlan.Recognise plan,
      Waveform sound,
      Stopwatch watch) {
    return switch (plan.recognition()) {
      case Recognition.Ctc ctc -> {
        CtcReading reading = new CtcReading(tools, context, version, plan, ctc, beam, watch);
        yield reading.read(sound);
      }
      case Recognition.Attention attention -> {
        AttentionReading reading =
            new AttentionReading(tools, context, version, plan, attention, watch);
        yield reading.read(sound);
      }
    };
  }

  private void tell(
      TaskContext context, SoundInput input, Waveform sound, Transcription transcription) {
    tools
        .watching()
        .tell(
            transcription.model(),
            context.id(),
            () -> {
              Sample.Builder sample = WatchedSound.of(sound, input);
              WatchedSound.addWords(transcription, sample);
              return List.of(new Watching.Seen(sample.build(), Optional.empty()));
            });
  }

  static ModelId id(ModelReference version) {
    return new ModelId(version.name(), version.version().orElseThrow());
  }
}
