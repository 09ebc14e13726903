package io.salver.vector.faiss;

import io.salver.fault.InvalidInput;
import io.salver.vector.IndexSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of index that is supported here: some of what FAISS' index factory knows, with bounds on
 * its numbers, because the factory itself may crash on senseless ones.
 *
 * @param cells cells of the inverted file; 0: none
 * @param links links per vector and level of the graph (HNSW); 0: none
 * @param codes how vectors are stored: {@code Flat} or {@code SQ…}
 */
record FaissKind(int cells, int links, String codes) {

  private static final String SCALAR = "SQ4|SQ6|SQ8|SQfp16";
  private static final Pattern FLAT = Pattern.compile("Flat|" + SCALAR);
  private static final Pattern INVERTED =
      Pattern.compile("IVF([1-9]\\d{0,6}),(Flat|" + SCALAR + ")");
  private static final Pattern GRAPH =
      Pattern.compile("HNSW([1-9]\\d{0,2})(?:,(Flat|" + SCALAR + "))?");
  private static final int MIN_LINKS = 4;
  private static final int MAX_LINKS = 256;

  /**
   * The kind that {@code spec} describes.
   *
   * @throws InvalidInput when it is not supported
   */
  static FaissKind of(IndexSpec spec) {
    String description = spec.description();
    Matcher inverted = INVERTED.matcher(description);
    if (inverted.matches()) {
      return new FaissKind(Integer.parseInt(inverted.group(1)), 0, inverted.group(2));
    }
    Matcher graph = GRAPH.matcher(description);
    if (graph.matches()) {
      String codes = graph.group(2) == null ? "Flat" : graph.group(2);
      return new FaissKind(0, links(description, graph.group(1)), codes);
    }
    if (FLAT.matcher(description).matches()) {
      return new FaissKind(0, 0, description);
    }
    throw new InvalidInput(
        "index description '"
            + description
            + "' is not one of Flat, SQ8, IVF<cells>,Flat, IVF<cells>,SQ8, HNSW<links>,"
            + " HNSW<links>,SQ8 (for SQ8 also SQ4, SQ6, SQfp16)");
  }

  private static int links(String description, String digits) {
    int links = Integer.parseInt(digits);
    if (links < MIN_LINKS || links > MAX_LINKS) {
      throw new InvalidInput(
          "index description '%s' needs %d to %d links"
              .formatted(description, MIN_LINKS, MAX_LINKS));
    }
    return links;
  }

  /** How many vectors it needs at least to be trained. */
  int minimumSample() {
    return Math.max(cells, 1);
  }

  /** The description that a native index of this kind gives of itself. */
  String canonical() {
    if (cells > 0) {
      return "IVF" + cells + "," + codes;
    }
    return links > 0 ? "HNSW" + links + "," + codes : codes;
  }
}
