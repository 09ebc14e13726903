package io.salver.task.generation;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.text.Encoding;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of an encoder: {@code input_ids [n, s]} and, where the graph has it, {@code
 * attention_mask [n, s]} go in, {@code last_hidden_state [n, s, d]} comes out. Immutable.
 *
 * @param fixed the length that every row has; 0: that of its text
 * @param maxTokens of a text, with special ones
 * @param isCut whether a longer text is cut; else it is refused
 * @param multiple lengths are rounded up to, where there is a mask
 * @param pad the token that fills rows up
 */
record EncoderGraph(
    TensorSpec ids,
    Optional<TensorSpec> mask,
    TensorSpec encoded,
    int fixed,
    int maxTokens,
    boolean isCut,
    int multiple,
    int pad) {

  private static final Set<String> KEYS =
      Set.of("tokenizer", "input", "mask", "max-tokens", "long", "pad", "multiple", "pad-token");
  private static final int USUAL_TOKENS = 512;
  private static final int USUAL_MULTIPLE = 8;
  private static final int MOST_MULTIPLE = 1024;

  /** How far a row is filled up. */
  private enum Padding {
    LONGEST,
    MAX
  }

  /** What happens with a longer text. */
  private enum Longer {
    CUT,
    ERROR
  }

  /**
   * Reads it.
   *
   * @throws BackendFailure that names what is wrong, what was expected and what stands there
   */
  static EncoderGraph read(
      ModelSpec spec, Signature signature, Tokenizer tokenizer, String output) {
    Section in = Section.of(Origin.MODEL_YAML, "preprocess", spec.preprocess(), KEYS);
    TensorSpec ids =
        input(signature, in.text("input").orElse("input_ids"))
            .orElseThrow(() -> in.wrong("input", "the name of the input of tokens"));
    Optional<TensorSpec> mask = input(signature, in.text("mask").orElse("attention_mask"));
    if (signature.inputs().size() != 1 + (mask.isPresent() ? 1 : 0)) {
      throw new BackendFailure(
          "an encoder takes tokens and their mask; the graph takes " + signature.inputs());
    }
    int fixed = ids.shape().extent(1) == Shape.ANY ? 0 : Math.toIntExact(ids.shape().extent(1));
    int most = fixed == 0 ? GenerationPlan.MOST_POSITIONS : fixed;
    int maxTokens = in.integer("max-tokens", 1, most, fixed == 0 ? USUAL_TOKENS : fixed);
    boolean isFull = in.choice("pad", Padding.class, Padding.LONGEST) == Padding.MAX;
    return new EncoderGraph(
        ids,
        mask,
        encoded(signature, output),
        fixed == 0 && isFull ? maxTokens : fixed,
        maxTokens,
        in.choice("long", Longer.class, Longer.ERROR) == Longer.CUT,
        in.integer("multiple", 1, MOST_MULTIPLE, USUAL_MULTIPLE),
        in.integer("pad-token", 0, Integer.MAX_VALUE, tokenizer.vocabulary().padding().orElse(0)));
  }

  /**
   * The tokens that are read of a text.
   *
   * @throws InvalidInput when it has too many
   */
  int[] tokens(Encoding encoding) {
    requireLength(encoding.size());
    TokenWindow window = encoding.cut(maxTokens);
    int[] ids = new int[window.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = encoding.ids()[window.place(i)];
    }
    return ids;
  }

  /** The same of a text that is in tokens already. */
  int[] tokens(int[] ids) {
    requireLength(ids.length);
    return Arrays.copyOf(ids, Math.min(ids.length, maxTokens));
  }

  private void requireLength(int tokens) {
    if (tokens > maxTokens && !isCut) {
      throw new InvalidInput(
          "the text has %d tokens; the model takes at most %d".formatted(tokens, maxTokens));
    }
  }

  /** The inputs of a run over one text, filled up. */
  Tensors inputs(int[] tokens, TensorScope scope) {
    int length = length(tokens.length);
    Tensors.Builder inputs = Tensors.builder();
    inputs.put(
        ids.name(),
        DecoderInputs.filled(
            ids, scope, 1, length, (row, at) -> at < tokens.length ? tokens[at] : pad));
    mask.ifPresent(
        spec ->
            inputs.put(
                spec.name(),
                DecoderInputs.filled(
                    spec, scope, 1, length, (row, at) -> at < tokens.length ? 1 : 0)));
    return inputs.build();
  }

  /** Padding needs a mask; without one a row has its own length, or the graph's. */
  private int length(int tokens) {
    if (fixed > 0) {
      return fixed;
    }
    int rounded = (tokens + multiple - 1) / multiple * multiple;
    return mask.isPresent() ? Math.min(rounded, Math.max(maxTokens, tokens)) : tokens;
  }

  private static Optional<TensorSpec> input(Signature signature, String name) {
    Optional<TensorSpec> found = signature.input(name);
    found.ifPresent(
        spec -> {
          boolean isWhole = spec.dataType() == DataType.INT64 || spec.dataType() == DataType.INT32;
          if (!isWhole || spec.shape().rank() != 2) {
            throw new BackendFailure(
                "input '%s' is %s %s; INT64 or INT32 [n, s] is expected"
                    .formatted(name, spec.dataType(), spec.shape()));
          }
        });
    return found;
  }

  private static TensorSpec encoded(Signature signature, String name) {
    TensorSpec encoded =
        signature
            .output(name)
            .orElseThrow(
                () ->
                    new BackendFailure(
                        "there is no output '%s', which postprocess.encoded names"
                            .formatted(name)));
    if (encoded.dataType() != DataType.FP32 || encoded.shape().rank() != 3) {
      throw new BackendFailure(
          "output '%s' is %s %s; FP32 [n, s, d] is expected"
              .formatted(name, encoded.dataType(), encoded.shape()));
    }
    return encoded;
  }
}
