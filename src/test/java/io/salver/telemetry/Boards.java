package io.salver.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboards and alerts of {@code k8s/monitoring}, and what they ask Prometheus. */
final class Boards {

  private static final Path FOLDER = Path.of("k8s/monitoring");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** A metric with its selectors: name, and the labels within braces. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:[a-z]+_|salver:)[a-z0-9_:]+)\\b(?!\\s*\\()(?:\\{([^}]*)\\})?");

  private static final Pattern LABEL = Pattern.compile("([a-z]+)\\s*(?:=~|!~|!=|=)");

  /** What looks like a metric and is none: functions, and labels in lists. */
  private static final Pattern LIST =
      Pattern.compile(
          "\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\)|\\bgroup_(?:left|right)\\b(?:\\s*\\([^)]*\\))?");

  private Boards() {}

  /** A question of a board or a rule: where it stands, and what it asks. */
  record Question(String where, String expression) {

    @Override
    public String toString() {
      return where + ": " + expression;
    }
  }

  /** A metric that is asked for, with the labels that it must have. */
  record Asked(String metric, List<String> labels) {

    /** As an expression that has data where there is such a series. */
    String expression() {
      StringBuilder text = new StringBuilder(metric).append('{');
      labels.forEach(label -> text.append(label).append("!=\"\","));
      return text.append('}').toString();
    }
  }

  /** Every query of every panel, with all of the variables chosen. */
  static List<Question> panels() throws IOException {
    List<Question> questions = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve("dashboards"))) {
      for (Path file : files.sorted().toList()) {
        for (JsonNode panel : new JsonMapper().readTree(file.toFile()).path("panels")) {
          String where = file.getFileName() + ", " + panel.path("title").asText();
          for (JsonNode target : panel.path("targets")) {
            questions.add(new Question(where, chosen(target.path("expr").asText())));
          }
        }
      }
    }
    return questions;
  }

  /** The expression of every alert. */
  static List<Question> alerts() throws IOException {
    return spec().findParents("alert").stream()
        .map(rule -> new Question(rule.path("alert").asText(), rule.path("expr").asText()))
        .toList();
  }

  /** The rules as Prometheus itself reads them. */
  static JsonNode spec() throws IOException {
    return YAML.readTree(FOLDER.resolve("prometheus-rule.yaml").toFile()).get("spec");
  }

  /**
   * The rules for a test that cannot wait: alerts are raised at once, and the one of failed loads
   * forgets them after seconds.
   */
  static String hastyRules() throws IOException {
    JsonNode spec = spec();
    spec.findParents("for").forEach(rule -> ((ObjectNode) rule).put("for", "1s"));
    spec.findParents("interval").forEach(group -> ((ObjectNode) group).put("interval", "1s"));
    return YAML.writeValueAsString(spec).replace("[15m]", "[10s]");
  }

  /** What an expression asks for. */
  static List<Asked> asked(String expression) {
    String plain = LIST.matcher(expression).replaceAll(" ");
    Map<String, Asked> asked = new TreeMap<>();
    Matcher selector = SELECTOR.matcher(plain);
    while (selector.find()) {
      List<String> labels = new ArrayList<>();
      Matcher label = LABEL.matcher(selector.group(2) == null ? "" : selector.group(2));
      while (label.find()) {
        labels.add(label.group(1));
      }
      asked.put(selector.group(), new Asked(selector.group(1), labels));
    }
    return List.copyOf(asked.values());
  }

  /** Panels that show only what is the matter have data when nothing is, too. */
  private static String chosen(String expression) {
    return expression
        .replace("$namespace", ".*")
        .replace("$model", ".*")
        .replace("$recommender", ".*")
        .replace("$__rate_interval", "10m")
        .replaceAll(" > 0$", "");
  }
}
