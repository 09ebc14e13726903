package io.salver.task.generation;

import io.salver.fault.InvalidInput;
import io.salver.model.ModelId;
import io.salver.monitor.Sample;
import io.salver.task.Steps;
import io.salver.task.Stopwatch;
import io.salver.task.WatchedTokens;
import io.salver.task.Watching;
import io.salver.tensor.Tensor;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Writes the texts of one request, prompt after prompt. Confined to it. */
final class RequestWriting {

  /** Tokens of a text that are watched, and characters that are read for them. */
  private static final int MOST_TOKENS = 20;

  private static final int MOST_CHARACTERS = 200;

  private final GenerationTools tools;
  private final GenerationRequest request;
  private final PinnedWriter writer;
  private final Writing writing;
  private final ModelId model;
  private final Stopwatch watch;
  private final Progress progress;
  private final Telling telling;
  private final DecoderRuns encoderRuns;
  private final DecoderRuns decoderRuns;
  private final List<ReadPrompt> prompts = new ArrayList<>();
  private int next;

  /** Writes with {@code writer}, which stays the caller's. */
  RequestWriting(
      GenerationTools tools,
      GenerationRequest request,
      PinnedWriter writer,
      Stopwatch watch,
      long arrival) {
    this.tools = tools;
    this.request = request;
    this.writer = writer;
    this.watch = watch;
    this.writing =
        Writing.of(request.settings(), writer.plan().defaults(), tools.seeds().getAsLong());
    this.model =
        new ModelId(
            writer.version().description().name(), writer.version().description().version());
    this.progress = new Progress(tools.observer(), tools.ticker(), model, arrival);
    this.telling = new Telling(request.listener(), request.context().scope(), tools, watch);
    this.encoderRuns = new DecoderRuns(tools, writer.version(), request.context(), watch);
    this.decoderRuns = new DecoderRuns(tools, writer.decoder(), request.context(), watch);
  }

  /** Reads all prompts before the first is answered, so that no text begins in vain. */
  CompletionStage<Generation> write() {
    writer.requireRows(writing.rows());
    for (int id : writing.bias().keySet()) {
      ReadPrompt.requireKnown(id, writer.vocabulary());
    }
    request.prompts().forEach(prompt -> prompts.add(read(prompt)));
    prompts.forEach(this::maxTokens);
    watch.lap(Stopwatch.Part.DECODE);
    request.listener().ifPresent(listener -> listener.onBegin(model));
    return Steps.until(this::prompt)
        .thenApply(
            nothing -> {
              watch.lap(Stopwatch.Part.POSTPROCESS);
              List<Choice> choices = telling.choices();
              tools.watching().tell(model, request.context().id(), () -> seen(choices));
              return new Generation(model, choices, progress.usage(), watch.times());
            });
  }

  private ReadPrompt read(Prompt prompt) {
    return switch (writer.plan()) {
      case GenerationPlan.Continue plan ->
          ReadPrompt.of(
              prompt, plan.reader(), writer.vocabulary(), writing.isEchoed(), scoresPrompts());
      case GenerationPlan.Translate plan -> {
        if (writing.isEchoed()) {
          throw new InvalidInput("echo has no meaning: the model does not continue its prompt");
        }
        yield ReadPrompt.of(prompt, plan.reader(), plan.encoder());
      }
    };
  }

  private boolean scoresPrompts() {
    return writing.isEchoed() && writing.logProbabilities().isPresent();
  }

  /** Most tokens that can be written after a prompt. */
  private int maxTokens(ReadPrompt prompt) {
    Extent extent = writer.plan().extent();
    int wanted = writing.maxTokens().orElse(writing.usualTokens());
    if (extent.slides()) {
      return wanted;
    }
    int taken =
        switch (writer.plan()) {
          case GenerationPlan.Continue _ -> prompt.ids().length;
          case GenerationPlan.Translate _ -> 1;
        };
    int room = extent.context() - taken;
    if (room < writing.maxTokens().orElse(1)) {
      throw new InvalidInput(
          "the model has %d positions; the prompt takes %d of them, and max_tokens asks for %d more"
              .formatted(extent.context(), taken, writing.maxTokens().orElse(1)));
    }
    return Math.min(wanted, room);
  }

  private CompletionStage<Boolean> prompt() {
    if (next == prompts.size()) {
      return CompletableFuture.completedFuture(false);
    }
    ReadPrompt prompt = prompts.get(next);
    int first = next * writing.choices();
    next++;
    progress.read(prompt.ids().length);
    return decoder(prompt)
        .thenCompose(
            decoder ->
                guarded(() -> written(prompt, first, decoder))
                    .whenComplete((nothing, failure) -> decoder.close()))
        .thenApply(nothing -> true);
  }

  private interface Work {
    CompletionStage<Void> begin();
  }

  /** Fails instead of throwing, so that the decoder is closed on every path. */
  private static CompletionStage<Void> guarded(Work work) {
    try {
      return work.begin();
    } catch (RuntimeException | OutOfMemoryError failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private CompletionStage<Decoder> decoder(ReadPrompt prompt) {
    return switch (writer.plan()) {
      case GenerationPlan.Continue plan ->
          CompletableFuture.completedFuture(decoder(plan.isCached(), Optional.empty()));
      case GenerationPlan.Translate plan ->
          encoded(prompt, plan).thenApply(text -> decoder(isCached(plan), Optional.of(text)));
    };
  }

  private boolean isCached(GenerationPlan.Translate plan) {
    return plan.isCached() && !writer.graph().caches().isEmpty();
  }

  private Decoder decoder(boolean isCached, Optional<EncodedText> encoded) {
    DecoderInputs inputs = new DecoderInputs(writer.graph(), encoded);
    Extent extent = writer.plan().extent();
    return isCached
        ? new CachedDecoder(decoderRuns, inputs, tools.memory(), extent)
        : new PrefixDecoder(decoderRuns, inputs, tools.memory(), extent);
  }

  private CompletionStage<EncodedText> encoded(ReadPrompt prompt, GenerationPlan.Translate plan) {
    int[] tokens = prompt.ids();
    return encoderRuns
        .run(scope -> plan.encoder().inputs(tokens, scope))
        .thenApply(
            run -> {
              Tensor.Dense states = run.outputs().dense(plan.encoder().encoded().name());
              return EncodedText.of(tools.memory(), run.scope(), states, tokens.length);
            });
  }

  private CompletionStage<Void> written(ReadPrompt prompt, int first, Decoder decoder) {
    PromptWork work = work(prompt, first);
    if (work.maxTokens() == 0 && !scoresPrompts()) {
      return told(work, List.of());
    }
    Optional<Scorer> scorer = Optional.empty();
    if (scoresPrompts()) {
      telling.expect(work.prompt().ids().length, writing.logProbabilities().orElse(0));
      scorer = Optional.of(work.scorer());
    }
    PromptReading reading = new PromptReading(decoder, work.prompt(), scorer);
    return reading
        .read()
        .thenCompose(
            logits -> {
              watch.lap(Stopwatch.Part.POSTPROCESS);
              return told(work, reading.scores())
                  .thenCompose(nothing -> continued(work, decoder, logits));
            });
  }

  private PromptWork work(ReadPrompt prompt, int first) {
    ReadPrompt before =
        switch (writer.plan()) {
          case GenerationPlan.Continue _ -> prompt;
          case GenerationPlan.Translate plan ->
              new ReadPrompt("", new int[] {plan.start()}, List.of());
        };
    return new PromptWork(
        model,
        writing,
        first,
        before,
        writing.isEchoed() ? prompt.text().length() : 0,
        maxTokens(prompt),
        writer.plan().writer(),
        progress,
        telling,
        watch);
  }

  /** Tells the prompt, where it is part of the choices. */
  private CompletionStage<Void> told(PromptWork work, List<TokenScore> scores) {
    boolean isAll = work.maxTokens() == 0;
    if (!writing.isEchoed() && !isAll) {
      return CompletableFuture.completedFuture(null);
    }
    String text = writing.isEchoed() ? work.prompt().text() : "";
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < writing.choices(); i++) {
      pieces.add(
          new Piece(
              work.first() + i,
              text,
              scores,
              isAll ? Optional.of(FinishReason.LENGTH) : Optional.empty()));
    }
    return telling.tell(pieces);
  }

  private CompletionStage<Void> continued(PromptWork work, Decoder decoder, Logits logits) {
    if (work.maxTokens() == 0) {
      return CompletableFuture.completedFuture(null);
    }
    for (int id : writing.bias().keySet()) {
      ReadPrompt.requireKnown(id, logits.tokens());
    }
    return writing.beams() > 1
        ? new BeamWriting(work, decoder, logits).write()
        : new SampledWriting(work, decoder, logits).write();
  }

  /**
   * What is watched: prompt by prompt its length and tokens, and of its texts the first tokens and
   * the categories that the model declares.
   */
  private List<Watching.Seen> seen(List<Choice> choices) {
    Tokenizer reader = writer.plan().reader();
    List<Watching.Seen> seen = new ArrayList<>(prompts.size());
    for (int i = 0; i < prompts.size(); i++) {
      Sample.Builder sample = Sample.builder();
      if (request.prompts().get(i) instanceof Prompt.Text(String text)) {
        WatchedTokens.addText(text, sample);
      }
      WatchedTokens.addTokens(prompts.get(i).ids(), reader.vocabulary(), sample);
      for (int choice = 0; choice < writing.choices(); choice++) {
        addTokens(choices.get(i * writing.choices() + choice), sample);
      }
      seen.add(new Watching.Seen(sample.build(), Optional.empty()));
    }
    return seen;
  }

  private void addTokens(Choice choice, Sample.Builder sample) {
    String text = choice.text().substring(0, Math.min(MOST_CHARACTERS, choice.text().length()));
    writer.plan().watched().add(text, sample);
    Tokenizer tokenizer = writer.plan().writer();
    Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Tokenizer.Detail.TOKENS);
    int told = 0;
    for (int at = 0; at < encoding.size() && told < MOST_TOKENS; at++) {
      if (!encoding.special()[at]) {
        told++;
        sample.prediction("token", tokenizer.decode(new int[] {encoding.ids()[at]}, false));
      }
    }
  }
}
