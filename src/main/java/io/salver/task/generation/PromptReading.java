package io.salver.task.generation;

import static java.util.Objects.requireNonNull;

import io.salver.task.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Has a decoder read a prompt: in one run, or where it slides in runs of as many tokens as it sees.
 * Confined to the request.
 */
final class PromptReading {

  private final Decoder decoder;
  private final ReadPrompt prompt;
  private final Optional<Scorer> scorer;
  private final List<TokenScore> scores = new ArrayList<>();
  private int read;
  private int offset;
  private @Nullable Logits last;

  /** Says how probable the tokens are where there is a {@code scorer}. */
  PromptReading(Decoder decoder, ReadPrompt prompt, Optional<Scorer> scorer) {
    this.decoder = decoder;
    this.prompt = prompt;
    this.scorer = scorer;
    if (scorer.isPresent()) {
      add(Scored.UNKNOWN);
    }
  }

  /** Reads it; completes with what follows its last token. */
  CompletionStage<Logits> read() {
    return Steps.until(this::part).thenApply(nothing -> requireNonNull(last));
  }

  /** Its tokens, once it is read. */
  List<TokenScore> scores() {
    return scores;
  }

  private CompletionStage<Boolean> part() {
    int[] ids = prompt.ids();
    int end = Math.min(ids.length, read + decoder.mostAtOnce());
    int[][] tokens = {Arrays.copyOfRange(ids, read, end)};
    return decoder
        .append(tokens)
        .thenApply(
            logits -> {
              scorer.ifPresent(says -> score(says, logits));
              read = end;
              last = logits;
              return end < ids.length;
            });
  }

  private void score(Scorer says, Logits logits) {
    for (int place = 0; place < logits.count() && scores.size() < prompt.ids().length; place++) {
      add(says.place(logits.at(0, place)).of(prompt.ids()[scores.size()]));
    }
  }

  private void add(Scored scored) {
    int at = scores.size();
    String text = prompt.texts().get(at);
    scores.add(
        new TokenScore(prompt.ids()[at], text, offset, scored.logProbability(), scored.top()));
    offset += text.length();
  }
}
