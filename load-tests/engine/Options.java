package engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the command line says: scenarios, then {@code --name value} pairs. */
public record Options(List<String> scenarios, Map<String, String> values) {

  /** Every option with its default. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("runs", "5"),
          Map.entry("seconds", "5"),
          Map.entry("warmup", "6"),
          Map.entry("seed", "17"),
          Map.entry("deadline-ms", "100"),
          Map.entry("reloads", "1000"),
          Map.entry("minutes", "20"),
          Map.entry("cancels", "40"),
          Map.entry("requests", "100000"),
          Map.entry("media-requests", "10000"),
          Map.entry("text-requests", "10000"),
          Map.entry("long-words", "0"),
          Map.entry("save-corpus", ""),
          Map.entry("out", "build/load-tests"));

  static Options parse(List<String> scenarios, String... arguments) {
    Map<String, String> values = new TreeMap<>(DEFAULTS);
    for (int i = 0; i < arguments.length; i += 2) {
      String name = arguments[i].replaceFirst("^--", "");
      if (!arguments[i].startsWith("--") || !DEFAULTS.containsKey(name)) {
        throw new IllegalArgumentException(
            "unknown option '" + arguments[i] + "'; expected one of " + values.keySet());
      }
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("option '" + arguments[i] + "' needs a value");
      }
      values.put(name, arguments[i + 1]);
    }
    return new Options(scenarios, values);
  }

  public String text(String name) {
    return values.get(name);
  }

  public int number(String name) {
    return Integer.parseInt(values.get(name));
  }

  /** How long one measurement takes. */
  public Duration measurement() {
    return seconds("seconds");
  }

  public Duration seconds(String name) {
    return Duration.ofMillis((long) (1000 * Double.parseDouble(values.get(name))));
  }
}
