package io.salver.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What the labels of words say of parts of a text: {@code B-x} begins one of type x, {@code I-x}
 * goes on with it, {@code O} is none (Ramshaw and Marcus 1995). An {@code I-x} that follows no x
 * begins one, as conlleval counts (Tjong Kim Sang and De Meulder 2003), and so does a label without
 * such a mark. Immutable.
 *
 * @param labels by index
 */
public record LabelScheme(List<String> labels) {

  private static final String BEGIN = "B-";
  private static final String INSIDE = "I-";
  private static final String OUTSIDE = "O";

  /** Copies the list. */
  public LabelScheme {
    labels = List.copyOf(labels);
  }

  /**
   * A part of a text.
   *
   * @param first its first word
   * @param last the word after its last
   */
  public record Part(String type, int first, int last) {}

  /** The parts that the labels of the words of a text make, in their order. */
  public List<Part> parts(int[] path) {
    List<Part> parts = new ArrayList<>();
    for (int word = 0; word < path.length; word++) {
      String label = labels.get(path[word]);
      if (label.equals(OUTSIDE)) {
        continue;
      }
      String type = type(label);
      Part before = parts.isEmpty() ? new Part("", -1, -1) : parts.getLast();
      if (!label.startsWith(BEGIN) && before.last() == word && before.type().equals(type)) {
        parts.set(parts.size() - 1, new Part(type, before.first(), word + 1));
      } else {
        parts.add(new Part(type, word, word + 1));
      }
    }
    return parts;
  }

  /** Whether {@code label} may follow {@code before}, -1 for the first of a text. */
  boolean allows(int before, int label) {
    String name = labels.get(label);
    if (!name.startsWith(INSIDE)) {
      return true;
    }
    return before >= 0
        && !labels.get(before).equals(OUTSIDE)
        && type(labels.get(before)).equals(type(name));
  }

  private static String type(String label) {
    return label.startsWith(BEGIN) || label.startsWith(INSIDE) ? label.substring(2) : label;
  }
}
