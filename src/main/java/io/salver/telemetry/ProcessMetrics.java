package io.salver.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Shows {@code process_resident_memory_bytes}, under the name that Prometheus' own clients give it:
 * what the process holds of the machine's memory, heap and native together.
 */
public final class ProcessMetrics {

  private static final String RESIDENT = "VmRSS:";
  private static final int KIBIBYTE = 1024;

  private ProcessMetrics() {}

  /**
   * Shows it in {@code registry}.
   *
   * @param status the process' status as Linux writes it, {@code /proc/self/status}; where it
   *     cannot be read the gauge is NaN
   */
  public static void show(MeterRegistry registry, Path status) {
    Gauge.builder("process.resident.memory", status, ProcessMetrics::residentBytes)
        .description("Memory that the process holds")
        .baseUnit("bytes")
        .register(registry);
  }

  private static double residentBytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .map(line -> line.substring(RESIDENT.length()).replace("kB", "").strip())
          .mapToDouble(kibibytes -> Double.parseDouble(kibibytes) * KIBIBYTE)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException | NumberFormatException unreadable) {
      return Double.NaN;
    }
  }
}
