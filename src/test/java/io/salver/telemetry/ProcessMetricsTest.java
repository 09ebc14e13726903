package io.salver.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessMetricsTest {

  @TempDir Path folder = Path.of("");

  @Test
  void tells_the_resident_memory_in_bytes() throws IOException {
    Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\nVmRSS:\t  2048 kB\n");
    assertThat(value(status)).isEqualTo(2048 * 1024);
  }

  @Test
  void tells_nothing_where_the_system_does_not_say() throws IOException {
    assertThat(value(folder.resolve("absent"))).isNaN();
    assertThat(value(Files.writeString(folder.resolve("other"), "Name:\tjava\n"))).isNaN();
    assertThat(value(Files.writeString(folder.resolve("odd"), "VmRSS:\tmuch kB\n"))).isNaN();
  }

  private static double value(Path status) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ProcessMetrics.show(registry, status);
    return registry.get("process.resident.memory").gauge().value();
  }
}
