package io.salver.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.salver.fault.NotFound;
import io.salver.monitor.MonitorReading.Reading;
import io.salver.monitor.replica.ReplicaWindows;
import io.salver.monitor.replica.ReplicaWindows.Missing;
import io.salver.monitor.replica.ReplicaWindows.Received;
import io.salver.monitor.replica.Replicas;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which version is read, and what becomes of replicas that cannot be added up. */
final class MonitorReadingTest {

  private final HandMadeMonitors monitors = new HandMadeMonitors();
  private final ModelMonitor monitor = monitors.load("m", 2, TestProfiles.small());

  @Test
  void without_a_version_the_highest_is_read() {
    monitors.load("m", 10, TestProfiles.small());
    MonitorReading reading = new MonitorReading(monitors, Replicas.NONE, Runnable::run);
    assertThat(read(reading, Optional.empty()).report().model().version()).isEqualTo(10);
    assertThat(read(reading, Optional.of(2L)).report().model().version()).isEqualTo(2);
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> reading.own("m", Optional.of(3L)))
        .withMessage("version 3 of model 'm' is not watched; those that are: [2, 10]");
  }

  @Test
  void nothing_is_watched_where_nothing_is_loaded() {
    monitors.unload("m", 2);
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(
            () ->
                new MonitorReading(monitors, Replicas.NONE, Runnable::run)
                    .window("m", Optional.empty()))
        .withMessage("no model 'm' is watched; none is");
  }

  @Test
  void damaged_windows_are_told_and_the_others_added_up() {
    monitors.panes(monitor, 2, 0);
    byte[] whole = monitor.export();
    Replicas replicas =
        model ->
            CompletableFuture.completedFuture(
                new ReplicaWindows(
                    List.of(
                        new Received("10.0.0.1:8080", whole),
                        new Received("10.0.0.2:8080", new byte[] {1, 2, 3}),
                        new Received("10.0.0.3:8080", whole)),
                    List.of(new Missing("10.0.0.4:8080", "did not answer within 5 ms"))));
    Reading reading = read(new MonitorReading(monitors, replicas, Runnable::run), Optional.of(2L));
    assertThat(reading.report().samples()).isEqualTo(900);
    assertThat(reading.replicas()).isEqualTo(3);
    assertThat(reading.missing())
        .extracting(Missing::address)
        .containsExactly("10.0.0.4:8080", "10.0.0.2:8080");
    assertThat(reading.missing().getLast().reason()).contains("not the counts of this model");
  }

  private static Reading read(MonitorReading reading, Optional<Long> version) {
    return reading.together("m", version).toCompletableFuture().join();
  }
}
