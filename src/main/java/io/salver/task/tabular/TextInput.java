package io.salver.task.tabular;

import io.salver.table.EncodedColumn;
import io.salver.table.EncodedRows;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * A text in each row, cut into tokens. A text that several rows share is cut once.
 *
 * @param place of the feature in the schema
 * @param tokens the input of token ids, {@code [n, t]}
 * @param mask the input that says which of these are none of padding
 * @param types the input of the tokens' types
 */
record TextInput(
    String feature,
    int place,
    Tokenizer tokenizer,
    TensorSpec tokens,
    Optional<TensorSpec> mask,
    Optional<TensorSpec> types,
    TextLength length,
    int pad)
    implements RowInput {

  @Override
  public Set<String> tensors() {
    Set<String> names = new HashSet<>();
    names.add(tokens.name());
    mask.ifPresent(spec -> names.add(spec.name()));
    types.ifPresent(spec -> names.add(spec.name()));
    return names;
  }

  @Override
  public void write(
      EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Refusals refusals) {
    List<TokenWindow> windows = windows(rows, places, refusals);
    int longest = windows.stream().mapToInt(TokenWindow::size).max().orElse(0);
    int extent = length.padded(longest);
    into.put(
        tokens.name(),
        tensor(tokens, windows, extent, pad, scope, window -> at -> ids(window, at)));
    mask.ifPresent(
        spec -> into.put(spec.name(), tensor(spec, windows, extent, 0, scope, window -> at -> 1)));
    types.ifPresent(
        spec ->
            into.put(
                spec.name(),
                tensor(spec, windows, extent, 0, scope, window -> at -> types(window, at))));
  }

  private List<TokenWindow> windows(EncodedRows rows, int[] places, Refusals refusals) {
    List<?> texts = ((EncodedColumn.Objects) rows.columns().get(place)).values();
    IdentityHashMap<Object, TokenWindow> known = new IdentityHashMap<>();
    List<TokenWindow> windows = new ArrayList<>(places.length);
    for (int each : places) {
      String text = (String) texts.get(each);
      TokenWindow window = known.get(text);
      if (window == null) {
        window = window(text, each, refusals);
        known.put(text, window);
      }
      windows.add(window);
    }
    return windows;
  }

  private TokenWindow window(String text, int row, Refusals refusals) {
    Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Tokenizer.Detail.TOKENS);
    if (encoding.size() > length.most() && length.isStrict()) {
      refusals.refuse(
          row,
          feature,
          "a text of at most %d tokens is expected, not of %d"
              .formatted(length.most(), encoding.size()));
    }
    return encoding.cut(length.most());
  }

  private static int ids(TokenWindow window, int at) {
    return window.encoding().ids()[window.place(at)];
  }

  private static int types(TokenWindow window, int at) {
    return window.encoding().types()[window.place(at)];
  }

  private interface Values {
    IntUnaryOperator of(TokenWindow window);
  }

  private static Tensor tensor(
      TensorSpec spec,
      List<TokenWindow> windows,
      int extent,
      int otherwise,
      TensorScope scope,
      Values values) {
    Tensor.Dense tensor = scope.allocate(spec.dataType(), Shape.of(windows.size(), extent));
    ByteBuffer data = tensor.view();
    boolean isWide = spec.dataType() == DataType.INT64;
    for (TokenWindow window : windows) {
      IntUnaryOperator value = values.of(window);
      for (int at = 0; at < extent; at++) {
        int each = at < window.size() ? value.applyAsInt(at) : otherwise;
        if (isWide) {
          data.putLong(each);
        } else {
          data.putInt(each);
        }
      }
    }
    return tensor;
  }
}
