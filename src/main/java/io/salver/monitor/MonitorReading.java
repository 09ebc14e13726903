package io.salver.monitor;

import io.salver.fault.InvalidInput;
import io.salver.fault.Nearest;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.monitor.replica.ReplicaWindows;
import io.salver.monitor.replica.ReplicaWindows.Missing;
import io.salver.monitor.replica.ReplicaWindows.Received;
import io.salver.monitor.replica.Replicas;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What protocols can read of the watching: reports of this process, and of it and the other
 * replicas together. Reports are made on {@code executor}, and never on the caller's thread.
 * Thread-safe.
 */
public final class MonitorReading {

  private final Monitors monitors;
  private final Replicas replicas;
  private final Executor executor;

  /** Reads {@code monitors}, and the windows of {@code replicas} where they are asked for. */
  public MonitorReading(Monitors monitors, Replicas replicas, Executor executor) {
    this.monitors = monitors;
    this.replicas = replicas;
    this.executor = executor;
  }

  /**
   * What is known of a version.
   *
   * @param replicas processes whose windows were added up, this one among them
   * @param missing those whose windows could not be
   */
  public record Reading(MonitorReport report, int replicas, List<Missing> missing) {

    /** Copies the list. */
    public Reading {
      missing = List.copyOf(missing);
    }
  }

  /** Reports of this process on every version that is watched, by name and version. */
  public CompletionStage<List<MonitorReport>> all() {
    return CompletableFuture.supplyAsync(this::snapshots, executor);
  }

  /** The same, made on the caller's thread. */
  public List<MonitorReport> snapshots() {
    return monitors.all().stream().map(ModelMonitor::snapshot).toList();
  }

  /**
   * What this process knows of a version, absent: of the highest one that is watched.
   *
   * @throws NotFound when it is not watched; the message names what is
   */
  public CompletionStage<Reading> own(String model, Optional<Long> version) {
    ModelMonitor monitor = find(model, version);
    return CompletableFuture.supplyAsync(
        () -> new Reading(monitor.snapshot(), 1, List.of()), executor);
  }

  /**
   * What all replicas know of a version together; decisions are those of this process.
   *
   * @throws NotFound when it is not watched here; the message names what is
   */
  public CompletionStage<Reading> together(String model, Optional<Long> version) {
    ModelMonitor monitor = find(model, version);
    return replicas
        .windows(monitor.model())
        .thenApplyAsync(windows -> together(monitor, windows), executor);
  }

  /**
   * The window of this process, for another replica to add up.
   *
   * @throws NotFound when it is not watched; the message names what is
   */
  public CompletionStage<byte[]> window(String model, Optional<Long> version) {
    return CompletableFuture.supplyAsync(find(model, version)::export, executor);
  }

  private static Reading together(ModelMonitor monitor, ReplicaWindows windows) {
    List<byte[]> contents = windows.received().stream().map(Received::content).toList();
    try {
      return new Reading(monitor.snapshot(contents), 1 + contents.size(), windows.missing());
    } catch (InvalidInput damaged) {
      return withoutDamaged(monitor, windows);
    }
  }

  /** Adds up those that can be. */
  private static Reading withoutDamaged(ModelMonitor monitor, ReplicaWindows windows) {
    List<byte[]> usable = new ArrayList<>();
    List<Missing> missing = new ArrayList<>(windows.missing());
    for (Received received : windows.received()) {
      try {
        monitor.snapshot(List.of(received.content()));
        usable.add(received.content());
      } catch (InvalidInput damaged) {
        missing.add(new Missing(received.address(), damaged.explanation()));
      }
    }
    return new Reading(monitor.snapshot(usable), 1 + usable.size(), missing);
  }

  private ModelMonitor find(String model, Optional<Long> version) {
    List<ModelMonitor> versions =
        monitors.all().stream().filter(each -> each.model().name().equals(model)).toList();
    if (versions.isEmpty()) {
      throw new NotFound("no model '%s' is watched%s".formatted(model, hint(model)));
    }
    return version
        .map(number -> monitors.of(new ModelId(model, number)))
        .orElseGet(() -> Optional.of(versions.getLast()))
        .orElseThrow(
            () ->
                new NotFound(
                    "version %d of model '%s' is not watched; those that are: %s"
                        .formatted(
                            version.orElseThrow(),
                            model,
                            versions.stream().map(each -> each.model().version()).toList())));
  }

  private String hint(String model) {
    List<String> names =
        monitors.all().stream().map(each -> each.model().name()).distinct().toList();
    return names.isEmpty() ? "; none is" : Nearest.hint(model, names);
  }
}
