package io.salver.monitor.log;

import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code monitor.log} in {@code model.yaml}, all of whose keys may be absent:
 *
 * <pre>
 *   monitor:
 *     log:
 *       enabled: true
 *       sample: 0.1                   # share of requests
 *       redact: [name, address]       # features that are left out
 *       pseudonymize: [customer]      # features that become a keyed hash
 *       embeddings: false
 * </pre>
 */
public final class LogYaml {

  /** The key below {@code monitor}. */
  public static final String KEY = "log";

  private static final Set<String> KEYS =
      Set.of("enabled", "sample", "redact", "pseudonymize", "embeddings");

  private LogYaml() {}

  /**
   * The settings of a model.
   *
   * @param monitor what stands under {@code monitor}, as plain values
   * @throws io.salver.fault.BackendFailure that names the key that is wrong
   */
  public static LogSettings read(Map<String, Object> monitor) {
    Section log =
        Section.of(Origin.MODEL_YAML, "monitor", monitor, monitor.keySet()).section(KEY, KEYS);
    LogSettings defaults = LogSettings.DEFAULT;
    return new LogSettings(
        log.flag("enabled", defaults.isEnabled()),
        log.number("sample", 0, 1),
        names(log, "redact"),
        names(log, "pseudonymize"),
        log.flag("embeddings", defaults.hasEmbeddings()));
  }

  private static Set<String> names(Section log, String key) {
    return log.values(key).stream()
        .map(
            value -> {
              if (value instanceof String name) {
                return name;
              }
              throw log.wrong(key, "a list of names of features");
            })
        .collect(Collectors.toSet());
  }
}
