package io.salver.monitor.parquet;

import java.util.List;

/**
 * A column of a file.
 *
 * @param name of it
 * @param kind of its values
 * @param form how many of them a row has
 */
record Column(String name, Kind kind, Form form) {

  /** What values are; {@link #physical} and {@link #converted} are those of parquet.thrift. */
  enum Kind {
    INT32(1, -1),
    INT64(2, -1),
    /** Microseconds since 1970, UTC. */
    TIME(2, 10),
    FLOAT(4, -1),
    DOUBLE(5, -1),
    TEXT(6, 0);

    private final int physical;
    private final int converted;

    Kind(int physical, int converted) {
      this.physical = physical;
      this.converted = converted;
    }

    int physical() {
      return physical;
    }
  }

  /** How many values a row has. */
  enum Form {
    /** One. */
    REQUIRED,
    /** One or none. */
    OPTIONAL,
    /** A list, or none; its elements may be missing. */
    LIST
  }

  private static final int LIST_TYPE = 3;
  private static final int REQUIRED = 0;
  private static final int OPTIONAL = 1;
  private static final int REPEATED = 2;

  /** Names from the root to the values. */
  List<String> path() {
    return form == Form.LIST ? List.of(name, "list", "element") : List.of(name);
  }

  /** Level of definition of a value that is there. */
  int mostDefinition() {
    return switch (form) {
      case REQUIRED -> 0;
      case OPTIONAL -> 1;
      case LIST -> 3;
    };
  }

  /** Its part of the schema, depth first. */
  List<CompactStruct> schema() {
    return switch (form) {
      case REQUIRED -> List.of(leaf(REQUIRED, name));
      case OPTIONAL -> List.of(leaf(OPTIONAL, name));
      case LIST ->
          List.of(
              new CompactStruct().i32(3, OPTIONAL).text(4, name).i32(5, 1).i32(6, LIST_TYPE),
              new CompactStruct().i32(3, REPEATED).text(4, "list").i32(5, 1),
              leaf(OPTIONAL, "element"));
    };
  }

  private CompactStruct leaf(int repetition, String leaf) {
    CompactStruct element =
        new CompactStruct().i32(1, kind.physical).i32(3, repetition).text(4, leaf);
    if (kind.converted >= 0) {
      element.i32(6, kind.converted);
    }
    return kind == Kind.TIME ? element.struct(10, utcMicroseconds()) : element;
  }

  /** {@code LogicalType.TIMESTAMP}, adjusted to UTC, in microseconds. */
  private static CompactStruct utcMicroseconds() {
    CompactStruct unit = new CompactStruct().struct(2, new CompactStruct());
    return new CompactStruct().struct(8, new CompactStruct().yes(1).struct(2, unit));
  }
}
