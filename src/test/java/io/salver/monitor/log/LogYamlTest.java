package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogYamlTest {

  @Test
  void withoutTheSectionTheServiceSays() {
    assertThat(LogYaml.read(Map.of("profile", "profile.json"))).isEqualTo(LogSettings.DEFAULT);
  }

  @Test
  void modelSaysWhatIsKept() {
    LogSettings settings =
        LogYaml.read(
            Map.of(
                "log",
                Map.of(
                    "sample",
                    .1,
                    "redact",
                    List.of("name", "address"),
                    "pseudonymize",
                    "customer",
                    "embeddings",
                    true)));
    assertThat(settings)
        .isEqualTo(
            new LogSettings(
                true, OptionalDouble.of(.1), Set.of("name", "address"), Set.of("customer"), true));
  }

  @Test
  void mistakesNameTheirKey() {
    assertThatThrownBy(() -> LogYaml.read(Map.of("log", Map.of("samples", .1))))
        .isInstanceOf(BackendFailure.class)
        .hasMessage(
            "model.yaml: unknown key 'monitor.log.samples'; the nearest known one is"
                + " 'monitor.log.sample'");
    assertThatThrownBy(() -> LogYaml.read(Map.of("log", Map.of("redact", List.of(1)))))
        .hasMessage("model.yaml: monitor.log.redact must be a list of names of features, not [1]");
  }
}
