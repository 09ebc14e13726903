package engine.rows;

import engine.hostile.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Rows that are wrong in one known way, or in ways that nobody knows. */
final class RowTrials {

  private static final String PATH = "/v1/tabular/predict?model=california-mdn";
  private static final String STRICT = "/v1/tabular/predict?model=shop-appeal";
  private static final String PARTIAL = "&partial=true";
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final String ARROW = "application/vnd.apache.arrow.stream";
  private static final String[] NO_NUMBERS = {
    "\"far\"", "NaN", "-Infinity", "1e400", "-1e400", "true", "[1]", "{}", "\"\\ud800\""
  };
  private static final String[] NO_NUMBERS_IN_CSV = {"far", "NaN", "1e400", "true", "0x10", "1 2"};
  private static final int MOST_ROWS = 6;

  private RowTrials() {}

  static Trial next(Random random) {
    Districts rows = Districts.draw(2 + random.nextInt(MOST_ROWS), random.nextLong());
    return switch (random.nextInt(13)) {
      case 0 -> cell(rows, random, "");
      case 1 -> cell(rows, random, PARTIAL);
      case 2 -> cellOfCsv(rows, random, "");
      case 3 -> cellOfCsv(rows, random, PARTIAL);
      case 4 -> extra(rows, random);
      case 5 -> missing(random);
      case 6 -> lengths(rows);
      case 7 -> notUtf8(json(rows), JSON, random);
      case 8 -> notUtf8(new String(rows.csv(), StandardCharsets.UTF_8), CSV, random);
      case 9 -> control(rows, random);
      case 10 -> mutated("rows", JSON, Districts.bytes(json(rows)), random);
      case 11 -> mutated("csv", CSV, rows.csv(), random);
      default -> mutated("arrow", ARROW, rows.arrow(), random);
    };
  }

  /** Valid rows, whose answer tells whether the service is well. */
  static Trial good() {
    return Trial.good("good rows", PATH, json(Districts.draw(2, 1)), "\"components\"");
  }

  /** Its row and column are named; if asked so, the other rows are answered. */
  private static Trial cell(Districts rows, Random random, String partial) {
    int row = random.nextInt(rows.count());
    int column = random.nextInt(Districts.NUMBERS.size());
    String literal = pick(NO_NUMBERS, random);
    String body = "{\"rows\":" + rows.objects(row, column, literal) + "}";
    String name = Districts.name(column);
    return partial.isEmpty()
        ? Trial.fault("cell " + literal, PATH, body, "rows\\[" + row + "\\]\\." + name + ": ")
        : Trial.good("cell of partial", PATH + partial, body, "\"column\":\"" + name + "\"");
  }

  private static Trial cellOfCsv(Districts rows, Random random, String partial) {
    String[] lines = new String(rows.csv(), StandardCharsets.UTF_8).split("\r?\n");
    int row = random.nextInt(rows.count());
    int column = random.nextInt(Districts.NUMBERS.size());
    String[] cells = lines[row + 1].split(",");
    cells[column] = pick(NO_NUMBERS_IN_CSV, random);
    lines[row + 1] = String.join(",", cells);
    byte[] body = Districts.bytes(String.join("\n", lines) + "\n");
    String name = Districts.name(column);
    return partial.isEmpty()
        ? Trial.fault(
            "cell of CSV",
            PATH,
            CSV,
            body,
            "rows\\[%d\\]\\.%s \\(line %d\\): ".formatted(row, name, row + 2))
        : Trial.good("cell of CSV, partial", PATH + partial, CSV, body, "\"column\":\"" + name);
  }

  private static Trial extra(Districts rows, Random random) {
    int row = random.nextInt(rows.count());
    String body = "{\"rows\":" + rows.objects(row, 1, "1,\"latitud\":2") + "}";
    return Trial.fault("extra column", PATH, body, "rows\\[" + row + "\\]\\.latitud: ");
  }

  /** What may be missing is no fault, what may not is named. */
  private static Trial missing(Random random) {
    return random.nextBoolean()
        ? Trial.good("missing columns", PATH, "{\"rows\":[{},{\"latitude\":null}]}", "\"value\"")
        : Trial.fault("missing columns", STRICT, "{\"rows\":[{}]}", "rows\\[0\\]\\.launch: ");
  }

  private static Trial lengths(Districts rows) {
    String lists = rows.lists().replaceFirst("\\[[^,\\]]*,", "[");
    return Trial.fault("lengths of columns", PATH, "{\"columns\":" + lists + "}", "columns\\.");
  }

  private static Trial notUtf8(String text, String type, Random random) {
    byte[] body = Districts.bytes(text);
    body[text.indexOf(random.nextBoolean() ? "ocean" : "longitude") + 1] = (byte) 0xFF;
    return Trial.fault("not UTF-8: " + type, PATH, type, body, "byte #?\\d+");
  }

  private static Trial control(Districts rows, Random random) {
    char control = (char) random.nextInt(' ');
    String body = "{\"rows\":" + rows.objects(0, Districts.NUMBERS.size(), "\"a" + control + "\"");
    return Trial.fault("control character", PATH, body + "}", "byte \\d+");
  }

  private static Trial mutated(String what, String type, byte[] valid, Random random) {
    String path = PATH + (random.nextBoolean() ? PARTIAL : "");
    return Trial.any(what + ", mutated", path, type, Bytes.mutate(valid, random));
  }

  private static String json(Districts rows) {
    return "{\"rows\":" + rows.objects() + "}";
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }
}
