package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A text per row, each distinct text once. Thread-safe as {@link Column} says. Texts that no row
 * has any more are forgotten when they are in the majority.
 */
public final class TextColumn extends Column {

  private static final int COMPACT_FROM = 1024;

  /** Codes by row and what they mean; replaced together. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Content(int[] codes, Dictionary dictionary) {

    int code(int row) {
      return row < codes.length ? codes[row] : 0;
    }
  }

  private volatile Content content;
  private int present;

  TextColumn(int[] codes, List<String> dictionary) {
    this.content = new Content(codes, new Dictionary(dictionary));
    this.present = (int) Arrays.stream(codes).filter(code -> code != 0).count();
  }

  /** The text of that row; null where it is missing. */
  public @Nullable String text(int row) {
    Content now = content;
    int code = now.code(row);
    return code == 0 ? null : now.dictionary.word(code);
  }

  /** The distinct texts; a copy of the moment. */
  public List<String> distinct() {
    return content.dictionary.words();
  }

  @Override
  public Optional<Value> value(int row) {
    String text = text(row);
    return text == null ? Optional.empty() : Optional.of(new Value.Text(text));
  }

  @Override
  public AttributeKind kind() {
    return AttributeKind.TEXT;
  }

  @Override
  public IntPredicate isAnyOf(Collection<String> values) {
    Content now = content;
    boolean[] wanted = wanted(now.dictionary, values);
    return row -> {
      int code = now.code(row);
      return code < wanted.length && wanted[code];
    };
  }

  @Override
  void set(int row, @Nullable Value value) {
    Content now = content;
    int code = value instanceof Value.Text text ? now.dictionary.add(text.text()) : 0;
    int[] codes = now.codes;
    if (row >= codes.length) {
      codes = Arrays.copyOf(codes, grown(codes.length, row));
    }
    present += (code == 0 ? 0 : 1) - (codes[row] == 0 ? 0 : 1);
    codes[row] = code;
    content = new Content(codes, now.dictionary);
    if (now.dictionary.size() > Math.max(COMPACT_FROM, 2 * present)) {
      compact();
    }
  }

  /** Which codes stand for one of {@code values}. */
  static boolean[] wanted(Dictionary dictionary, Collection<String> values) {
    Set<String> words = new HashSet<>(values);
    boolean[] wanted = new boolean[dictionary.size() + 1];
    for (int code = 1; code < wanted.length; code++) {
      wanted[code] = words.contains(dictionary.word(code));
    }
    return wanted;
  }

  private void compact() {
    Content old = content;
    Dictionary kept = new Dictionary();
    int[] codes = new int[old.codes.length];
    for (int row = 0; row < codes.length; row++) {
      int code = old.codes[row];
      codes[row] = code == 0 ? 0 : kept.add(old.dictionary.word(code));
    }
    content = new Content(codes, kept);
  }
}
