package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Several texts per row, or none; each distinct list once, as codes. Thread-safe as {@link Column}
 * says.
 */
public final class TextListColumn extends Column {

  private static final int[] NONE = {};

  private final Map<List<String>, int[]> lists = new HashMap<>();
  private final Dictionary dictionary;
  private volatile int[][] codesByRow;

  /** {@code lists} holds each distinct list once, as codes; entry 0 is the empty one. */
  TextListColumn(int[] listByRow, List<int[]> lists, List<String> dictionary) {
    this.dictionary = new Dictionary(dictionary);
    this.codesByRow = new int[listByRow.length][];
    for (int row = 0; row < listByRow.length; row++) {
      codesByRow[row] = lists.get(listByRow[row]);
    }
  }

  /** The texts of that row, in order. */
  public List<String> texts(int row) {
    int[] codes = codes(row);
    List<String> texts = new ArrayList<>(codes.length);
    for (int code : codes) {
      texts.add(dictionary.word(code));
    }
    return texts;
  }

  @Override
  public Optional<Value> value(int row) {
    List<String> texts = texts(row);
    return texts.isEmpty() ? Optional.empty() : Optional.of(new Value.Texts(texts));
  }

  @Override
  public AttributeKind kind() {
    return AttributeKind.TEXTS;
  }

  @Override
  public IntPredicate isAnyOf(Collection<String> values) {
    boolean[] wanted = TextColumn.wanted(dictionary, values);
    return row -> {
      for (int code : codes(row)) {
        if (code < wanted.length && wanted[code]) {
          return true;
        }
      }
      return false;
    };
  }

  @Override
  void set(int row, @Nullable Value value) {
    int[][] now = codesByRow;
    if (row >= now.length) {
      int length = now.length;
      now = Arrays.copyOf(now, grown(length, row));
      Arrays.fill(now, length, now.length, NONE);
    }
    now[row] = value instanceof Value.Texts texts ? codes(texts.texts()) : NONE;
    codesByRow = now;
  }

  private int[] codes(int row) {
    int[][] now = codesByRow;
    return row < now.length ? now[row] : NONE;
  }

  private int[] codes(List<String> texts) {
    return lists.computeIfAbsent(texts, list -> list.stream().mapToInt(dictionary::add).toArray());
  }
}
