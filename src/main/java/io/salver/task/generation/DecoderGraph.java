package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tensors of a decoder, in the names and shapes of Hugging Face Optimum's exports: {@code
 * input_ids [n, t]}, where the graph has them {@code attention_mask [n, past + t]}, {@code
 * position_ids [n, t]}, {@code encoder_hidden_states [n, s, d]} and {@code encoder_attention_mask
 * [n, s]}; {@code past_key_values.{layer}.key} and {@code .value [n, heads, past, d]}, which {@code
 * present.{layer}.key} and {@code .value} continue; {@code logits [n, t, v]}. Immutable.
 *
 * @param caches what is kept from run to run; empty where the graph keeps nothing
 * @param vocabulary how many tokens the logits are of, where the graph says
 */
record DecoderGraph(
    TensorSpec ids,
    Optional<TensorSpec> mask,
    Optional<TensorSpec> positions,
    Optional<TensorSpec> encoded,
    Optional<TensorSpec> encodedMask,
    List<Cache> caches,
    String logits,
    OptionalInt vocabulary) {

  private static final String PAST = "past_key_values.";
  private static final String PRESENT = "present.";

  /**
   * One tensor of the cache.
   *
   * @param heads and {@code extent}: [n, heads, past, extent]
   */
  record Cache(String past, String present, DataType dataType, int heads, int extent) {}

  /** How {@code model.yaml} names the tensors that can have other names. */
  record Names(String ids, String mask, String positions, String logits) {
    static final Names OPTIMUM = new Names("input_ids", "attention_mask", "position_ids", "logits");
  }

  /**
   * Finds them.
   *
   * @throws BackendFailure that says what is missing, superfluous or of another type or shape
   */
  static DecoderGraph read(Signature signature, Names names) {
    TensorSpec ids =
        input(signature, names.ids(), 2, true)
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "there is no input '%s' for the tokens, which preprocess.input names"
                            .formatted(names.ids())));
    TensorSpec logits = logits(signature, names.logits());
    long extent = logits.shape().extent(2);
    DecoderGraph graph =
        new DecoderGraph(
            ids,
            input(signature, names.mask(), 2, true),
            input(signature, names.positions(), 2, true),
            input(signature, "encoder_hidden_states", 3, false),
            input(signature, "encoder_attention_mask", 2, true),
            caches(signature),
            logits.name(),
            extent == Shape.ANY ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(extent)));
    graph.requireNothingElse(signature);
    return graph;
  }

  /** Whether it attends to what an encoder gave. */
  boolean attends() {
    return encoded.isPresent();
  }

  private void requireNothingElse(Signature signature) {
    Set<String> known = new HashSet<>();
    known.add(ids.name());
    List.of(mask, positions, encoded, encodedMask)
        .forEach(spec -> spec.map(TensorSpec::name).ifPresent(known::add));
    caches.forEach(cache -> known.add(cache.past()));
    for (TensorSpec input : signature.inputs()) {
      if (!known.contains(input.name())) {
        throw new BackendFailure(
            "input '%s' is none that a decoder takes; it takes %s"
                .formatted(input.name(), known.stream().sorted().toList()));
      }
    }
  }

  private static Optional<TensorSpec> input(
      Signature signature, String name, int rank, boolean isWhole) {
    Optional<TensorSpec> found = signature.input(name);
    found.ifPresent(
        spec -> {
          boolean fits =
              isWhole
                  ? spec.dataType() == DataType.INT64 || spec.dataType() == DataType.INT32
                  : spec.dataType() == DataType.FP32;
          if (!fits || spec.shape().rank() != rank) {
            throw new BackendFailure(
                "input '%s' is %s %s; %s of %d axes is expected"
                    .formatted(
                        name,
                        spec.dataType(),
                        spec.shape(),
                        isWhole ? "INT64 or INT32" : "FP32",
                        rank));
          }
        });
    return found;
  }

  private static TensorSpec logits(Signature signature, String name) {
    TensorSpec logits =
        signature
            .output(name)
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "there is no output '%s' for the logits, which postprocess.output names"
                            .formatted(name)));
    if (logits.dataType() != DataType.FP32 || logits.shape().rank() != 3) {
      throw new BackendFailure(
          "output '%s' is %s %s; FP32 [n, t, tokens] is expected"
              .formatted(name, logits.dataType(), logits.shape()));
    }
    return logits;
  }

  private static List<Cache> caches(Signature signature) {
    List<Cache> caches = new ArrayList<>();
    for (TensorSpec past : signature.inputs()) {
      if (past.name().startsWith(PAST)) {
        caches.add(cache(signature, past));
      }
    }
    return List.copyOf(caches);
  }

  private static Cache cache(Signature signature, TensorSpec past) {
    String present = PRESENT + past.name().substring(PAST.length());
    Shape shape = past.shape();
    boolean isWhole = shape.rank() == 4 && shape.extent(1) > 0 && shape.extent(3) > 0;
    if (!isWhole || !past.dataType().isDense()) {
      throw new BackendFailure(
          "input '%s' is %s %s; [n, heads, past, d] with given heads and d is expected"
              .formatted(past.name(), past.dataType(), shape));
    }
    boolean continues =
        signature
            .output(present)
            .filter(spec -> spec.dataType() == past.dataType() && spec.shape().rank() == 4)
            .isPresent();
    if (!continues) {
      throw new BackendFailure(
          "input '%s' needs an output '%s' of the same type that continues it"
              .formatted(past.name(), present));
    }
    return new Cache(
        past.name(),
        present,
        past.dataType(),
        Math.toIntExact(shape.extent(1)),
        Math.toIntExact(shape.extent(3)));
  }
}
