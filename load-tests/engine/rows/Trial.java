package engine.rows;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * One request that may mean harm.
 *
 * @param name of its kind
 * @param expected the statuses that are right; empty: anything but a fault of the server
 * @param says what an answer must have in it
 */
record Trial(
    String name, String path, String type, byte[] body, Set<Integer> expected, Pattern says) {

  private static final String JSON = "application/json";
  private static final Pattern ANYTHING = Pattern.compile("");

  /** Nobody knows whether it is still valid. */
  static Trial any(String name, String path, String type, byte[] body) {
    return new Trial(name, path, type, body, Set.of(), ANYTHING);
  }

  static Trial any(String name, String path, String json) {
    return any(name, path, JSON, Districts.bytes(json));
  }

  /** It is wrong in one known way, and the client must be told where. */
  static Trial fault(String name, String path, String type, byte[] body, String where) {
    return new Trial(name, path, type, body, Set.of(400, 413), Pattern.compile(where));
  }

  static Trial fault(String name, String path, String json, String where) {
    return fault(name, path, JSON, Districts.bytes(json), where);
  }

  /** It is valid, and the answer has this in it. */
  static Trial good(String name, String path, String json, String says) {
    return good(name, path, JSON, Districts.bytes(json), says);
  }

  static Trial good(String name, String path, String type, byte[] body, String says) {
    return new Trial(name, path, type, body, Set.of(200), Pattern.compile(says));
  }

  /** What is wrong with an answer, or nothing. */
  String judge(int status, String answer) {
    if (status == 503 || status == 504) {
      return ""; // of load
    }
    if (status >= 500 || answer.isBlank()) {
      return "%s: %d %s".formatted(name, status, answer);
    }
    if (!expected.isEmpty() && !expected.contains(status)) {
      return "%s: %d, expected %s: %s".formatted(name, status, expected, shown(answer));
    }
    if (status >= 400 && !answer.contains("\"error\"")) {
      return "%s: %d without an error: %s".formatted(name, status, shown(answer));
    }
    return says.matcher(answer).find()
        ? ""
        : "%s: %d does not say '%s': %s".formatted(name, status, says, shown(answer));
  }

  private static String shown(String answer) {
    return answer.substring(0, Math.min(300, answer.length()));
  }
}
