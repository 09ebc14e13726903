package io.salver.task.generation;

import io.salver.task.generation.DecoderGraph.Cache;
import io.salver.tensor.DirectMemoryPool;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A decoder that keeps nothing: every run is of all tokens so far, where it slides of the last
 * {@code context} of them. A graph that takes a cache is given an empty one.
 */
final class PrefixDecoder implements Decoder {

  private final DecoderRuns runs;
  private final DecoderInputs inputs;
  private final DirectMemoryPool memory;
  private final Extent extent;
  private int[][] prefixes = {};
  private @Nullable TensorScope last;

  PrefixDecoder(DecoderRuns runs, DecoderInputs inputs, DirectMemoryPool memory, Extent extent) {
    this.runs = runs;
    this.inputs = inputs;
    this.memory = memory;
    this.extent = extent;
  }

  @Override
  public CompletionStage<Logits> append(int[][] tokens) {
    closeLast();
    int[][] next = new int[tokens.length][];
    for (int row = 0; row < next.length; row++) {
      next[row] = appended(prefixes.length == 0 ? new int[0] : prefixes[row], tokens[row]);
    }
    prefixes = next;
    int length = next[0].length;
    return runs.run(scope -> tensors(next, scope))
        .thenApply(
            run -> {
              last = run.scope();
              return Logits.of(
                  run.outputs(), inputs.graph().logits(), next.length, length, tokens[0].length);
            });
  }

  private Tensors tensors(int[][] rows, TensorScope scope) {
    Tensors.Builder builder = inputs.of(rows, 0, scope);
    List<Cache> caches = inputs.graph().caches();
    if (!caches.isEmpty()) {
      KeyValues empty = KeyValues.empty(memory, caches, rows.length);
      scope.attach(empty::close);
      empty.addTo(builder);
    }
    return builder.build();
  }

  private int[] appended(int[] prefix, int[] tokens) {
    int[] all = Arrays.copyOf(prefix, prefix.length + tokens.length);
    System.arraycopy(tokens, 0, all, prefix.length, tokens.length);
    boolean isLong = extent.slides() && all.length > extent.context();
    return isLong ? Arrays.copyOfRange(all, all.length - extent.context(), all.length) : all;
  }

  @Override
  public void select(int[] rows) {
    int[][] chosen = new int[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = prefixes[rows[i]];
    }
    prefixes = chosen;
    inputs.rows(rows.length);
  }

  @Override
  public int mostAtOnce() {
    return extent.slides() ? Math.max(1, extent.context() / 2) : extent.context();
  }

  @Override
  public void close() {
    closeLast();
    inputs.close();
  }

  private void closeLast() {
    TensorScope scope = last;
    last = null;
    if (scope != null) {
      scope.close();
    }
  }
}
