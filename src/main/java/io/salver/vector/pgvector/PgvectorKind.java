package io.salver.vector.pgvector;

import io.salver.fault.InvalidInput;
import io.salver.vector.IndexSpec;
import io.salver.vector.Metric;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of index that pgvector makes: {@code pgvector:exact}, {@code pgvector:hnsw} with an
 * optional number of links (16), {@code pgvector:ivfflat} with an optional number of lists (one per
 * thousand vectors, or the root of their number above a million, as pgvector's manual recommends).
 *
 * @param number links or lists; 0 for the default
 */
record PgvectorKind(Method method, int number) {

  static final String PREFIX = "pgvector:";

  /** How a search goes. */
  enum Method {
    /** By a scan of all. */
    EXACT,
    /** Along a graph. */
    HNSW,
    /** Within some of many lists. */
    IVFFLAT
  }

  private static final Pattern DESCRIPTION =
      Pattern.compile(PREFIX + "(?:(exact)|(hnsw)(\\d{1,3})?|(ivfflat)(\\d{1,5})?)");

  /** What pgvector can index. */
  private static final int MAX_INDEXED_DIMENSION = 2_000;

  private static final int MAX_DIMENSION = 16_000;
  private static final int MIN_LINKS = 2;
  private static final int MAX_LINKS = 100;
  private static final int DEFAULT_LINKS = 16;
  private static final int MAX_LISTS = 32_768;
  private static final long VECTORS_PER_LIST = 1_000;
  private static final long ROOT_FROM = 1_000_000;

  /**
   * The kind that {@code spec} describes.
   *
   * @throws InvalidInput when pgvector has no such kind, or not of that dimension
   */
  static PgvectorKind of(IndexSpec spec) {
    Matcher matcher = DESCRIPTION.matcher(spec.description());
    if (!matcher.matches()) {
      throw new InvalidInput(
          "pgvector makes pgvector:exact, pgvector:hnsw[links] and pgvector:ivfflat[lists], not "
              + spec.description());
    }
    if (matcher.group(1) != null) {
      requireDimension(spec, MAX_DIMENSION);
      return new PgvectorKind(Method.EXACT, 0);
    }
    requireDimension(spec, MAX_INDEXED_DIMENSION);
    return matcher.group(2) != null
        ? new PgvectorKind(Method.HNSW, number(spec, matcher.group(3), MIN_LINKS, MAX_LINKS))
        : new PgvectorKind(Method.IVFFLAT, number(spec, matcher.group(5), 1, MAX_LISTS));
  }

  private static int number(IndexSpec spec, String digits, int least, int most) {
    if (digits == null) {
      return 0;
    }
    int number = Integer.parseInt(digits);
    if (number < least || number > most) {
      throw new InvalidInput(
          spec.description() + " expects a number from " + least + " to " + most);
    }
    return number;
  }

  private static void requireDimension(IndexSpec spec, int most) {
    if (spec.dimension() > most) {
      throw new InvalidInput(
          "%s holds vectors of up to %d components, not %d"
              .formatted(spec.description(), most, spec.dimension()));
    }
  }

  /** The statement that makes the index of a filled table; absent where none is needed. */
  Optional<String> index(String table, Metric metric, long size) {
    String operators = metric == Metric.INNER_PRODUCT ? "vector_ip_ops" : "vector_l2_ops";
    return switch (method) {
      case EXACT -> Optional.empty();
      case HNSW ->
          Optional.of(
              "CREATE INDEX ON %s USING hnsw (vector %s) WITH (m = %d, ef_construction = %d)"
                  .formatted(table, operators, links(), 4 * links()));
      case IVFFLAT ->
          Optional.of(
              "CREATE INDEX ON %s USING ivfflat (vector %s) WITH (lists = %d)"
                  .formatted(table, operators, lists(size)));
    };
  }

  private int links() {
    return number == 0 ? DEFAULT_LINKS : number;
  }

  private int lists(long size) {
    if (number > 0) {
      return number;
    }
    long wanted = size < ROOT_FROM ? size / VECTORS_PER_LIST : Math.round(Math.sqrt((double) size));
    return Math.clamp(wanted, 1, MAX_LISTS);
  }
}
