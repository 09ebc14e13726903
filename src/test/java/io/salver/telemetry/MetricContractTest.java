package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users are told of metrics is what there is. */
final class MetricContractTest {

  private static final Path DOCUMENT = Path.of("src/docs/telemetry.md");

  @ParameterizedTest
  @EnumSource(MetricContract.class)
  void a_metric_of_the_contract_is_documented(MetricContract contract) throws IOException {
    assertThat(Files.readString(DOCUMENT))
        .containsAnyOf(
            "`" + contract.metric() + "`", "`" + contract.metric().replaceFirst("_.*", "_*`"));
  }
}
