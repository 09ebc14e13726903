package io.salver.task.generation;

import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.Tensors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A decoder whose keys and values are kept, so that every token is run once. The memory of one run
 * is held between runs, that of two during one. Where it slides, the last {@code context − 1}
 * positions are kept before one token is appended.
 */
final class CachedDecoder implements Decoder {

  private final DecoderRuns runs;
  private final DecoderInputs inputs;
  private final DirectMemoryPool memory;
  private final Extent extent;
  private @Nullable KeyValues kept;

  CachedDecoder(DecoderRuns runs, DecoderInputs inputs, DirectMemoryPool memory, Extent extent) {
    this.runs = runs;
    this.inputs = inputs;
    this.memory = memory;
    this.extent = extent;
  }

  @Override
  public CompletionStage<Logits> append(int[][] tokens) {
    KeyValues past = past(tokens);
    int length = past.length() + tokens[0].length;
    return runs.run(
            scope -> {
              Tensors.Builder builder = inputs.of(tokens, past.length(), scope);
              past.addTo(builder);
              return builder.build();
            })
        .thenApply(
            run -> {
              past.close();
              kept = null;
              DecoderGraph graph = inputs.graph();
              kept =
                  KeyValues.of(run.outputs(), run.scope(), graph.caches(), tokens.length, length);
              return Logits.of(
                  run.outputs(), graph.logits(), tokens.length, tokens[0].length, tokens[0].length);
            });
  }

  private KeyValues past(int[][] tokens) {
    KeyValues past = kept;
    if (past == null) {
      past = KeyValues.empty(memory, inputs.graph().caches(), tokens.length);
      kept = past;
    }
    int most = extent.context() - 1;
    if (extent.slides() && past.length() > most) {
      kept = null;
      past = past.last(memory, most);
      kept = past;
    }
    return past;
  }

  @Override
  public void select(int[] rows) {
    KeyValues past = kept;
    if (past != null && !Decoder.isIdentity(rows, past.rows())) {
      kept = null;
      kept = past.select(memory, rows);
    }
    inputs.rows(rows.length);
  }

  @Override
  public int mostAtOnce() {
    return extent.context();
  }

  @Override
  public void close() {
    KeyValues past = kept;
    kept = null;
    if (past != null) {
      past.close();
    }
    inputs.close();
  }
}
