package io.salver.task.tabular;

import io.salver.table.EncodedColumn;
import io.salver.table.EncodedRows;
import io.salver.task.text.TextInput;
import io.salver.task.text.TextInput.LongText;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.text.Encoding;
import io.salver.text.TokenSource;
import io.salver.text.TokenWindow;
import io.salver.text.Tokenizer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A text in each row, cut into tokens. A text that several rows share is cut once.
 *
 * @param place of the feature in the schema
 * @param input the tensors of tokens, and how they are filled; a text has one window
 */
record TextColumn(String feature, int place, Tokenizer tokenizer, TextInput input)
    implements RowInput {

  @Override
  public Set<String> tensors() {
    return Set.copyOf(input.names());
  }

  @Override
  public void write(
      EncodedRows rows, int[] places, TensorScope scope, Tensors.Builder into, Written written) {
    input.put(windows(rows, places, written), scope, into);
  }

  private List<TokenWindow> windows(EncodedRows rows, int[] places, Written written) {
    List<?> texts = ((EncodedColumn.Objects) rows.columns().get(place)).values();
    IdentityHashMap<Object, TokenWindow> known = new IdentityHashMap<>();
    List<TokenWindow> windows = new ArrayList<>(places.length);
    for (int each : places) {
      String text = (String) texts.get(each);
      TokenWindow window = known.get(text);
      if (window == null) {
        window = window(text, each, written);
        known.put(text, window);
      }
      windows.add(window);
    }
    return windows;
  }

  private TokenWindow window(String text, int row, Written written) {
    Encoding encoding = tokenizer.encode(new TokenSource.Text(text), Tokenizer.Detail.TOKENS);
    if (encoding.size() > input.maxTokens() && input.longText() == LongText.ERROR) {
      written.refuse(
          row,
          feature,
          "a text of at most %d tokens is expected, not of %d"
              .formatted(input.maxTokens(), encoding.size()));
    }
    return encoding.cut(input.maxTokens());
  }
}
