package io.salver.recommend.catalogue;

import io.salver.recommend.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One column of a table. Immutable; the arrays are never copied and never change. Words are stored
 * once, in a dictionary, and rows hold codes: code 0 is a missing value, code {@code c} is word
 * {@code c - 1}.
 */
public sealed interface Column {

  /** The value in that row; absent where it is missing. */
  Optional<Value> value(int row);

  /** {@code text}, {@code number} or {@code texts}. */
  String kind();

  /** A word per row. */
  final class Texts implements Column {

    private final int[] codes;
    private final List<String> dictionary;

    Texts(int[] codes, List<String> dictionary) {
      this.codes = codes;
      this.dictionary = List.copyOf(dictionary);
    }

    /** The code of that row; 0 where it is missing. */
    public int code(int row) {
      return codes[row];
    }

    /** Word {@code i} has code {@code i + 1}. */
    public List<String> dictionary() {
      return dictionary;
    }

    @Override
    public Optional<Value> value(int row) {
      return codes[row] == 0
          ? Optional.empty()
          : Optional.of(new Value.Text(dictionary.get(codes[row] - 1)));
    }

    @Override
    public String kind() {
      return "text";
    }
  }

  /** A number per row; a missing one is NaN. */
  final class Numbers implements Column {

    private final double[] values;

    Numbers(double[] values) {
      this.values = values;
    }

    /** The number of that row; NaN where it is missing. */
    public double number(int row) {
      return values[row];
    }

    @Override
    public Optional<Value> value(int row) {
      return Double.isNaN(values[row])
          ? Optional.empty()
          : Optional.of(new Value.Real(values[row]));
    }

    @Override
    public String kind() {
      return "number";
    }
  }

  /** Several words per row, or none. */
  final class TextLists implements Column {

    private final int[] listByRow;
    private final List<int[]> lists;
    private final List<String> dictionary;

    /** {@code lists} holds each distinct list once, as codes; entry 0 is the empty one. */
    TextLists(int[] listByRow, List<int[]> lists, List<String> dictionary) {
      this.listByRow = listByRow;
      this.lists = List.copyOf(lists);
      this.dictionary = List.copyOf(dictionary);
    }

    /** The codes of that row, in order; to be read only. */
    public int[] codes(int row) {
      return lists.get(listByRow[row]);
    }

    /** Word {@code i} has code {@code i + 1}. */
    public List<String> dictionary() {
      return dictionary;
    }

    @Override
    public Optional<Value> value(int row) {
      int[] codes = codes(row);
      if (codes.length == 0) {
        return Optional.empty();
      }
      List<String> texts = new ArrayList<>(codes.length);
      for (int code : codes) {
        texts.add(dictionary.get(code - 1));
      }
      return Optional.of(new Value.Texts(texts));
    }

    @Override
    public String kind() {
      return "texts";
    }
  }
}
