package engine.scenario;

import engine.Bench;
import engine.report.Section;
import engine.stats.Samples;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes measurements in turns, A B C A B C …, so that the machine's moods hit all of them. */
public final class Rounds {

  private Rounds() {}

  /** One measurement. */
  public interface Measure {
    double take() throws Exception;
  }

  /** The median of each over {@code --runs} rounds, after one round that does not count. */
  public static Map<String, Double> medians(
      Bench bench, Section section, Map<String, Measure> measures) throws Exception {
    Map<String, Samples> samples = new LinkedHashMap<>();
    int rounds = bench.options().number("runs");
    for (int round = 0; round <= rounds; round++) {
      for (Map.Entry<String, Measure> measure : measures.entrySet()) {
        double value = measure.getValue().take();
        if (round > 0) {
          samples.computeIfAbsent(measure.getKey(), absent -> new Samples()).add(value);
          section.raw(measure.getKey().replace(",", ""), value);
        }
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    samples.forEach((name, values) -> medians.put(name, values.median()));
    return medians;
  }
}
