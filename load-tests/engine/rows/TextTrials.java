package engine.rows;

import engine.hostile.Bytes;
import java.util.List;
import java.util.Random;

/** Texts that are wrong in one known way, or in ways that nobody knows. */
final class TextTrials {

  static final int LONG_WORDS = 5;

  private static final int LONG = 1_000_000;
  private static final String LIMIT = "5s";
  private static final String PLACE = "byte \\d+|line 1, column \\d+";
  private static final String[] ODD = {
    "\\u0000\\u0001\\u001b[2J",
    "\\u202e\\u200f\\u0645",
    "\\ud83d\\udc69\\u200d\\ud83d\\udc67",
    "",
    " ",
    "\\ufffd\\uffff",
    "a\\u0301\\u0301\\u0301\\u0301",
    "\\n\\r\\t\\u2028"
  };
  private static final String[] WORDS = {"a", "é", "漢", "😀", "1", ".", "a\\u0301"};

  private static final String[] NO_TEXTS = {"null", "true", "{}", "{\"text\":\"a\"}"};

  /** A path with a valid body, in which {@code §} stands where a text does. */
  private record Task(String path, String body, String field, String says) {

    String with(String text) {
      return body.replace("§", text);
    }

    /** With something that is no text. */
    String without(String literal) {
      return body.replace("\"§\"", literal);
    }
  }

  private static final List<Task> TASKS =
      List.of(
          new Task(
              "/v1/text/classify",
              "{\"model\":\"sst2\",\"input\":[\"a\",\"§\"]}",
              "input",
              "classes"),
          new Task("/v1/text/tag", "{\"model\":\"snips\",\"input\":[\"§\"]}", "input", "entities"),
          new Task(
              "/v1/text/answer",
              "{\"model\":\"answers\",\"question\":\"What is it?\",\"context\":\"§\"}",
              "context",
              "answers"),
          new Task(
              "/v1/embeddings",
              "{\"model\":\"sentences\",\"input\":[\"a\",\"§\"]}",
              "input",
              "embedding"),
          new Task(
              "/v1/completions",
              "{\"model\":\"shakespeare\",\"prompt\":\"§\",\"max_tokens\":4}",
              "prompt",
              "choices"));

  private TextTrials() {}

  static Trial next(Random random) {
    Task task = TASKS.get(random.nextInt(TASKS.size()));
    return switch (random.nextInt(7)) {
      case 0 ->
          Trial.good("good " + task.path(), task.path(), task.with("It was fine."), task.says());
      case 1 -> Trial.any("odd " + task.path(), task.path(), task.with(pick(ODD, random)));
      case 2 -> notUtf8(task);
      case 3 -> Trial.fault("half of a pair", task.path(), task.with("ab\\ud800c"), "character 2");
      case 4 -> control(task, random);
      case 5 ->
          Trial.fault(
              "no text " + task.path(),
              task.path(),
              task.without(pick(NO_TEXTS, random)),
              task.field());
      default ->
          Trial.any(
              "mutated " + task.path(),
              task.path(),
              "application/json",
              Bytes.mutate(Districts.bytes(task.with("It was fine.")), random));
    };
  }

  /** One word of a million characters, for one task after another; it may take too long. */
  static Trial longWord(int which) {
    Task task = TASKS.get(which % TASKS.size());
    String word = WORDS[which % WORDS.length];
    String body = task.with(word.repeat(LONG / word.length()));
    return Trial.any(
        "a million characters, " + task.path(),
        task.path(),
        body.replaceFirst("\\{", "{\"timeout\":\"" + LIMIT + "\","));
  }

  /** Valid texts, whose answers tell whether the service is well. */
  static List<Trial> good() {
    return TASKS.stream()
        .map(
            task ->
                Trial.good(
                    "good " + task.path(), task.path(), task.with("It was fine."), task.says()))
        .toList();
  }

  private static Trial notUtf8(Task task) {
    byte[] body = Districts.bytes(task.with("~"));
    int at = task.with("~").indexOf('~');
    body[at] = (byte) 0xFF;
    return Trial.fault("not UTF-8", task.path(), "application/json", body, PLACE);
  }

  private static Trial control(Task task, Random random) {
    char control = (char) random.nextInt(' ');
    return Trial.fault("control character", task.path(), task.with("a" + control), PLACE);
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }
}
