package io.salver.recommend.catalogue;

import io.salver.fault.BackendFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Collects the raw texts of one column, each distinct text once, and then makes the kind of column
 * that is wanted of them. An empty text is a missing value. Not thread-safe.
 */
public final class ColumnBuilder {

  private static final String SEPARATOR = "|";

  private final String name;
  private final Map<String, Integer> codeByText = new HashMap<>();
  private final List<String> dictionary = new ArrayList<>();
  private int[] codes = new int[1024];
  private int size;

  /** A column of that name, which appears in messages. */
  public ColumnBuilder(String name) {
    this.name = name;
  }

  /** Appends a row. */
  public void add(String text) {
    if (size == codes.length) {
      codes = Arrays.copyOf(codes, size * 2);
    }
    codes[size++] = text.isEmpty() ? 0 : code(text, codeByText, dictionary);
  }

  /** The column as words. */
  public TextColumn texts() {
    return new TextColumn(Arrays.copyOf(codes, size), dictionary);
  }

  /** Whether every value that is not missing is a finite number, and there is one. */
  public boolean isNumeric() {
    return !dictionary.isEmpty() && dictionary.stream().allMatch(text -> parse(text).isPresent());
  }

  /**
   * The column as numbers.
   *
   * @throws BackendFailure that names a text which is not one
   */
  public NumberColumn numbers() {
    double[] byCode = new double[dictionary.size() + 1];
    byCode[0] = Double.NaN;
    for (int i = 0; i < dictionary.size(); i++) {
      String text = dictionary.get(i);
      byCode[i + 1] =
          parse(text)
              .orElseThrow(
                  () ->
                      new BackendFailure(
                          "column '" + name + "' expects numbers, received '" + text + "'"));
    }
    double[] values = new double[size];
    for (int row = 0; row < size; row++) {
      values[row] = byCode[codes[row]];
    }
    return new NumberColumn(values);
  }

  /** The column as lists of words joined by {@code |}. */
  public TextListColumn textLists() {
    Map<String, Integer> codeByWord = new HashMap<>();
    List<String> words = new ArrayList<>();
    List<int[]> lists = new ArrayList<>();
    lists.add(new int[0]);
    for (String text : dictionary) {
      lists.add(
          Arrays.stream(text.split("\\" + SEPARATOR, -1))
              .filter(word -> !word.isEmpty())
              .mapToInt(word -> code(word, codeByWord, words))
              .toArray());
    }
    return new TextListColumn(Arrays.copyOf(codes, size), lists, words);
  }

  private static int code(String text, Map<String, Integer> codes, List<String> dictionary) {
    Integer known = codes.get(text);
    if (known != null) {
      return known;
    }
    dictionary.add(text);
    codes.put(text, dictionary.size());
    return dictionary.size();
  }

  private static OptionalDouble parse(String text) {
    try {
      double number = Double.parseDouble(text);
      return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }
}
