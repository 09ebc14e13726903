package io.salver.api.rest;

import io.salver.api.rest.TaskEndpoint.Content;
import io.salver.api.rest.TaskEndpoint.Prepared;
import io.salver.api.task.SpeechRequests;
import io.salver.api.task.SpokenAudio;
import io.salver.api.task.TaskMethod;
import io.salver.task.Verification;
import io.salver.task.speech.SoundClasses;
import io.salver.task.speech.Speech;
import io.salver.task.speech.Transcription;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * {@code POST /v1/audio/…}: received on the event loop; decoding and the model run elsewhere.
 * {@code /transcriptions} and {@code /speech} speak OpenAI's interface. Thread-safe.
 */
@Singleton
final class SpeechRoutes {

  /** What else OpenAI's interface has for speech. */
  private static final Set<String> SPEECH_NAMES = Set.of("voice", "response_format");

  private final TaskRoute route;
  private final SpeechRequests requests;

  @Inject
  SpeechRoutes(TaskRoute route, SpeechRequests requests) {
    this.route = route;
    this.requests = requests;
  }

  void register(@Observes Router router) {
    route.register(router, "/v1/audio/transcriptions", transcriptions());
    route.register(router, "/v1/audio/speech", speech());
    route.register(router, "/v1/audio/classify", classify());
    route.register(router, "/v1/audio/verify", verify());
  }

  private TaskEndpoint<Transcription> transcriptions() {
    return new TaskEndpoint<>(
        TaskMethod.TRANSCRIBE,
        union(SpeechRequests.parameters(TaskMethod.TRANSCRIBE), TranscriptionFormat.NAMES),
        List.of("file"),
        ErrorShape.OPEN_AI,
        (said, context, accept) -> {
          Function<Transcription, Content> encoder = TranscriptionFormat.read(said, context.id());
          return new Prepared<>(requests.transcribe(said, context), encoder);
        });
  }

  private TaskEndpoint<Speech> speech() {
    return new TaskEndpoint<>(
        TaskMethod.SPEAK,
        union(SpeechRequests.parameters(TaskMethod.SPEAK), SPEECH_NAMES),
        List.of(),
        ErrorShape.OPEN_AI,
        (said, context, accept) -> {
          String format = said.choice("response_format", SpokenAudio.FORMATS);
          said.text("voice"); // every model has one voice
          return new Prepared<>(
              requests.speak(said, context), answer -> content(SpokenAudio.of(answer, format)));
        });
  }

  private TaskEndpoint<SoundClasses> classify() {
    return new TaskEndpoint<>(
        TaskMethod.CLASSIFY,
        SpeechRequests.parameters(TaskMethod.CLASSIFY),
        List.of("file"),
        ErrorShape.PLAIN,
        (said, context, accept) ->
            new Prepared<>(
                requests.classify(said, context),
                answer -> Content.json(TaskJson.sound(context.id(), answer))));
  }

  private TaskEndpoint<Verification> verify() {
    return new TaskEndpoint<>(
        TaskMethod.VERIFY,
        SpeechRequests.parameters(TaskMethod.VERIFY),
        List.of("first", "second"),
        ErrorShape.PLAIN,
        (said, context, accept) ->
            new Prepared<>(
                requests.verify(said, context),
                answer -> Content.json(TaskJson.verification(context.id(), answer))));
  }

  private static Content content(SpokenAudio audio) {
    return new Content(audio.mediaType(), Buffer.buffer(audio.bytes()));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> all = new HashSet<>(first);
    all.addAll(second);
    return Set.copyOf(all);
  }
}
