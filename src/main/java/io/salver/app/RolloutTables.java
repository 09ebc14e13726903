package io.salver.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Prints documents of rollouts as tables for people. */
final class RolloutTables {

  private static final int SECONDS_OF_HOUR = 3_600;
  private static final int SECONDS_OF_MINUTE = 60;

  private final PrintStream out;

  RolloutTables(PrintStream out) {
    this.out = out;
  }

  void list(JsonNode document) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("NAME", "TARGET", "PHASE", "STEP", "WEIGHTS", "SINCE", "FILE"));
    for (JsonNode rollout : document.path("rollouts")) {
      rows.add(row(rollout));
    }
    print(rows);
    for (Map.Entry<String, JsonNode> problem : document.path("problems").properties()) {
      out.println(problem.getKey() + ": " + problem.getValue().asText());
    }
  }

  /** Where a rollout stands after an order. */
  void changed(JsonNode rollout) {
    print(
        List.of(
            List.of("NAME", "TARGET", "PHASE", "STEP", "WEIGHTS", "SINCE", "FILE"), row(rollout)));
  }

  void show(JsonNode rollout) {
    changed(rollout);
    if (rollout.has("next")) {
      JsonNode next = rollout.path("next");
      out.println();
      out.println("next: " + next.path("decision").asText() + ", " + next.path("reason").asText());
    }
    out.println();
    List<List<String>> arms = new ArrayList<>();
    arms.add(List.of("ARM", "VERSION", "WEIGHT", "REQUESTS", "ERRORS", "LATENCY", "OUTCOMES"));
    for (Map.Entry<String, JsonNode> arm : rollout.path("arms").properties()) {
      arms.add(arm(arm.getKey(), arm.getValue(), rollout.path("weights").path(arm.getKey())));
    }
    print(arms);
    out.println();
    List<List<String>> findings = new ArrayList<>();
    findings.add(List.of("ARM", "CRITERION", "VERDICT", "LIFT", "INTERVAL", "P", "NEEDED", "LEFT"));
    rollout.path("comparisons").forEach(each -> findings.add(comparison(each)));
    print(findings);
    double ratio = rollout.path("sample_ratio_p_value").asDouble(1);
    if (ratio < .001) {
      out.println();
      out.println("the arms do not have the shares of keys that they should: p = " + number(ratio));
    }
  }

  void events(JsonNode document) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("AT", "KIND", "ACTOR", "REVISION", "REASON"));
    for (JsonNode event : document.path("events")) {
      rows.add(
          List.of(
              time(event.path("at")),
              event.path("kind").asText(),
              event.path("actor").asText(),
              event.path("revision").asText(),
              event.path("reason").asText()));
    }
    print(rows);
    if (document.has("before")) {
      out.println("older ones: --before " + document.path("before").asText());
    }
  }

  void choice(JsonNode choice) {
    out.println(
        "arm %s, version %s, by %s%s"
            .formatted(
                choice.path("arm").asText(),
                choice.path("version").asText(),
                choice.path("reason").asText(),
                choice.path("randomized").asBoolean() ? "" : ", not counted in comparisons"));
  }

  private static List<String> row(JsonNode rollout) {
    return List.of(
        rollout.path("name").asText(),
        target(rollout.path("declaration")),
        rollout.path("phase").asText(),
        rollout.has("step")
            ? rollout.path("step").asText() + "/" + rollout.path("steps").asText()
            : "-",
        weights(rollout.path("weights")),
        time(rollout.path("since")),
        rollout.path("file").asText("-"));
  }

  private static List<String> arm(String name, JsonNode arm, JsonNode weight) {
    StringJoiner outcomes = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> outcome : arm.path("outcomes").properties()) {
      outcomes.add(
          outcome.getKey()
              + " "
              + number(outcome.getValue().path("mean").asDouble())
              + " of "
              + outcome.getValue().path("count").asText());
    }
    return List.of(
        name,
        arm.path("version").asText(),
        weight.isMissingNode() ? "0 %" : plain(weight) + " %",
        arm.path("requests").asText(),
        arm.has("error_ratio")
            ? arm.path("errors").asText() + " (" + percent(arm.path("error_ratio")) + ")"
            : "-",
        arm.has("latency_seconds")
            ? number(arm.path("latency_seconds").asDouble() * 1e3) + " ms"
            : "-",
        outcomes.length() == 0 ? "-" : outcomes.toString());
  }

  private static List<String> comparison(JsonNode comparison) {
    JsonNode lift = comparison.path("lift");
    return List.of(
        comparison.path("arm").asText(),
        comparison.path("criterion").asText(),
        comparison.path("verdict").asText(),
        percent(lift.path("estimate")),
        "[" + percent(lift.path("low")) + ", " + percent(lift.path("high")) + "]",
        number(comparison.path("p_value").asDouble()),
        comparison.path("needed").asText("-"),
        comparison.has("seconds_left") ? duration(comparison.path("seconds_left").asLong()) : "-");
  }

  private static String target(JsonNode declaration) {
    for (String kind : List.of("model", "recommender", "ranker")) {
      if (declaration.has(kind)) {
        return kind + " " + declaration.path(kind).asText();
      }
    }
    return "-";
  }

  private static String weights(JsonNode weights) {
    StringJoiner text = new StringJoiner(", ");
    for (Map.Entry<String, JsonNode> weight : weights.properties()) {
      text.add(weight.getKey() + " " + plain(weight.getValue()) + " %");
    }
    return text.toString();
  }

  private static String plain(JsonNode number) {
    return number.decimalValue().stripTrailingZeros().toPlainString();
  }

  private static String time(JsonNode time) {
    return Instant.parse(time.asText()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String percent(JsonNode share) {
    return share.isNumber()
        ? String.format(Locale.ROOT, "%+.2f %%", share.asDouble() * 100)
        : "inf";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private static String duration(long seconds) {
    if (seconds >= SECONDS_OF_HOUR) {
      return seconds / SECONDS_OF_HOUR + "h" + seconds % SECONDS_OF_HOUR / SECONDS_OF_MINUTE + "m";
    }
    return seconds >= SECONDS_OF_MINUTE ? seconds / SECONDS_OF_MINUTE + "m" : seconds + "s";
  }

  /** Columns as wide as their widest cell; the last one ends where its text does. */
  private void print(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        line.append(row.get(column));
        if (column + 1 < columns) {
          line.append(" ".repeat(widths[column] - row.get(column).length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
