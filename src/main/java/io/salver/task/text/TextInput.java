package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.text.Encoding;
import io.salver.text.TokenWindow;
import io.salver.text.Vocabulary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * How tokens become rows of a model's inputs {@code [n, t]}, as {@code preprocess} of {@code
 * model.yaml} says. Immutable.
 *
 * @param ids of the tokens
 * @param mask 1 for tokens, 0 for what fills up
 * @param types what segment a token is of
 * @param maxTokens the most tokens of a row, special ones included
 * @param stride tokens that neighbouring windows share
 * @param padsToMax whether every row has {@code maxTokens}
 * @param multiple to which other lengths are rounded up
 * @param padding the id that fills up
 */
public record TextInput(
    TensorSpec ids,
    Optional<TensorSpec> mask,
    Optional<TensorSpec> types,
    int maxTokens,
    LongText longText,
    int stride,
    boolean padsToMax,
    int multiple,
    int padding) {

  /** What it is told in {@code model.yaml}. */
  public static final Set<String> KEYS =
      Set.of(
          "tokenizer",
          "input",
          "mask",
          "types",
          "max-tokens",
          "long",
          "stride",
          "pad",
          "multiple",
          "pad-token");

  private static final int USUAL_TOKENS = 512;
  private static final int MOST_TOKENS = 1 << 20;
  private static final int USUAL_STRIDE = 32;
  private static final int USUAL_MULTIPLE = 8;

  /** What becomes of a text with more tokens than a row has. */
  public enum LongText {
    /** What is too much is not read. */
    CUT,
    /** It is read in windows that overlap. */
    WINDOWS,
    /** It is refused. */
    ERROR
  }

  /** To how many tokens a row is filled up. */
  enum Pad {
    LONGEST,
    MAX
  }

  /**
   * Reads it, and compares it with the tensors.
   *
   * @throws BackendFailure that names the key that is wrong, what was expected and what stands
   *     there
   */
  public static TextInput read(Section settings, Signature signature, Vocabulary vocabulary) {
    TensorSpec ids =
        tensor(settings, "input", "input_ids", signature)
            .orElseThrow(() -> settings.wrong("input", "the name of an input of ids"));
    long extent = ids.shape().extent(1);
    int usual = extent == Shape.ANY ? USUAL_TOKENS : Math.toIntExact(extent);
    int most = extent == Shape.ANY ? MOST_TOKENS : usual;
    int maxTokens = settings.integer("max-tokens", 1, most, usual);
    LongText longText = settings.choice("long", LongText.class, LongText.CUT);
    int multiple = settings.integer("multiple", 1, MOST_TOKENS, USUAL_MULTIPLE);
    TextInput input =
        new TextInput(
            ids,
            tensor(settings, "mask", "attention_mask", signature),
            tensor(settings, "types", "token_type_ids", signature),
            maxTokens,
            longText,
            settings.integer("stride", 0, maxTokens / 2, Math.min(USUAL_STRIDE, maxTokens / 4)),
            settings.choice("pad", Pad.class, Pad.LONGEST) == Pad.MAX,
            multiple,
            settings.integer("pad-token", 0, Integer.MAX_VALUE, vocabulary.padding().orElse(0)));
    input.requireAlike();
    return input;
  }

  /** The names of the tensors that it fills. */
  public List<String> names() {
    List<String> names = new ArrayList<>(List.of(ids.name()));
    mask.map(TensorSpec::name).ifPresent(names::add);
    types.map(TensorSpec::name).ifPresent(names::add);
    return names;
  }

  /**
   * What of a text the model reads: one window, or several.
   *
   * @throws InvalidInput when the text is too long, or what is around it leaves no room
   */
  public List<TokenWindow> windows(Encoding encoding) {
    int tokens = encoding.size();
    if (tokens <= maxTokens) {
      return List.of(encoding.whole());
    }
    int around = encoding.around();
    int room = maxTokens - around - (longText == LongText.WINDOWS ? stride : 0);
    if (longText == LongText.ERROR || room < 1) {
      throw new InvalidInput(
          longText == LongText.ERROR
              ? "the text has %d tokens; the model reads at most %d".formatted(tokens, maxTokens)
              : "%d tokens stand around the text; the model reads at most %d in all"
                  .formatted(around, maxTokens));
    }
    return longText == LongText.CUT
        ? List.of(encoding.cut(maxTokens))
        : encoding.windows(maxTokens, stride);
  }

  /** How many tokens rows have of which the longest has so many. */
  public int length(int longest) {
    if (padsToMax || ids.shape().extent(1) != Shape.ANY) {
      return ids.shape().extent(1) == Shape.ANY
          ? maxTokens
          : Math.toIntExact(ids.shape().extent(1));
    }
    int rounded = Math.ceilDiv(Math.max(1, longest), multiple) * multiple;
    return Math.max(Math.min(rounded, maxTokens), longest);
  }

  /** Puts the tensors of so many rows, filled up to the longest. */
  public void put(List<TokenWindow> rows, TensorScope scope, Tensors.Builder tensors) {
    int length = length(rows.stream().mapToInt(TokenWindow::size).max().orElse(1));
    Shape shape = Shape.of(rows.size(), length);
    Tensor.Dense idRows = scope.allocate(ids.dataType(), shape);
    tensors.put(ids.name(), idRows);
    fill(idRows, rows, length, padding, window -> at -> window.encoding().ids()[window.place(at)]);
    mask.ifPresent(spec -> put(spec, rows, shape, scope, tensors, _ -> _ -> 1));
    types.ifPresent(
        spec ->
            put(
                spec,
                rows,
                shape,
                scope,
                tensors,
                window -> at -> window.encoding().types()[window.place(at)]));
  }

  /** What the tokens of a window are in one of the tensors. */
  private interface Values {
    IntUnaryOperator of(TokenWindow window);
  }

  private static void put(
      TensorSpec spec,
      List<TokenWindow> rows,
      Shape shape,
      TensorScope scope,
      Tensors.Builder tensors,
      Values values) {
    Tensor.Dense tensor = scope.allocate(spec.dataType(), shape);
    tensors.put(spec.name(), tensor);
    fill(tensor, rows, Math.toIntExact(shape.extent(1)), 0, values);
  }

  private static void fill(
      Tensor.Dense tensor, List<TokenWindow> rows, int length, int rest, Values values) {
    ByteBuffer data = tensor.view();
    boolean isLong = tensor.dataType() == DataType.INT64;
    for (TokenWindow row : rows) {
      IntUnaryOperator value = values.of(row);
      for (int at = 0; at < length; at++) {
        int each = at < row.size() ? value.applyAsInt(at) : rest;
        if (isLong) {
          data.putLong(each);
        } else {
          data.putInt(each);
        }
      }
    }
  }

  private static Optional<TensorSpec> tensor(
      Section settings, String key, String usual, Signature signature) {
    String name = settings.text(key).orElse(usual);
    Optional<TensorSpec> found = signature.input(name);
    if (found.isEmpty()) {
      if (settings.has(key)) {
        throw settings.wrong(key, "the name of an input");
      }
      return found;
    }
    TensorSpec spec = found.get();
    boolean isWhole = spec.dataType() == DataType.INT64 || spec.dataType() == DataType.INT32;
    boolean hasRows =
        spec.shape().rank() == 2
            && (spec.shape().extent(0) == Shape.ANY || spec.shape().extent(0) == 1);
    if (!isWhole || !hasRows) {
      throw new BackendFailure(
          "input '%s' is %s %s; INT64 or INT32 of two axes, rows (open or 1) and tokens, is expected"
              .formatted(name, spec.dataType(), spec.shape()));
    }
    return found;
  }

  /** Fixed extents of the other tensors are those of the ids. */
  private void requireAlike() {
    for (Optional<TensorSpec> other : List.of(mask, types)) {
      if (other.isPresent() && !other.get().shape().equals(ids.shape())) {
        throw new BackendFailure(
            "input '%s' has shape %s, and '%s' has %s; they must be alike"
                .formatted(other.get().name(), other.get().shape(), ids.name(), ids.shape()));
      }
    }
  }
}
