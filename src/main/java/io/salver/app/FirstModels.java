package io.salver.app;

import io.salver.fault.BackendFailure;
import io.salver.fault.Nearest;
import io.salver.model.DeclaredModels;
import io.salver.model.ModelDeclaration;
import io.salver.serving.ControlMode;
import io.salver.serving.ModelHost;
import io.salver.serving.RepositoryPoll;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Which models serve from the start, and how the disk is followed afterwards, by the mode. */
@Singleton
final class FirstModels {

  private static final String ALL = "*";

  private final SalverConfig.Models settings;
  private final DeclaredModels repository;
  private final ModelHost host;
  private final ScheduledExecutorService reader;

  @Inject
  FirstModels(
      SalverConfig config,
      DeclaredModels repository,
      ModelHost host,
      ModelComponents.RepositoryThread thread) {
    this.settings = config.models();
    this.repository = repository;
    this.host = host;
    this.reader = thread.executor();
  }

  /**
   * Says what should load, quickly; what takes reading files is left to {@link #follow}.
   *
   * @throws BackendFailure when the repository cannot be read or misses a model that the settings
   *     name
   */
  void declare() {
    List<ModelDeclaration> declared = repository.scan();
    declared.forEach(model -> host.declare(model.name()));
    Set<String> wanted =
        switch (settings.control()) {
          case NONE -> Set.of(ALL);
          case EXPLICIT -> named(declared);
          case POLL -> Set.of();
        };
    for (ModelDeclaration model : declared) {
      if (wanted.contains(ALL) || wanted.contains(model.name())) {
        var _ = host.serve(model);
      }
    }
  }

  /** Follows the repository where it is polled, blocking for the first time. */
  void follow() {
    if (settings.control() == ControlMode.POLL) {
      RepositoryPoll poll = new RepositoryPoll(repository, host);
      poll.run();
      long interval = settings.pollInterval().toNanos();
      var _ = reader.scheduleWithFixedDelay(poll, interval, interval, TimeUnit.NANOSECONDS);
    }
  }

  private Set<String> named(List<ModelDeclaration> declared) {
    Set<String> names = new HashSet<>(settings.load().orElse(List.of()));
    List<String> present = declared.stream().map(ModelDeclaration::name).toList();
    for (String name : names) {
      if (!name.equals(ALL) && !present.contains(name)) {
        throw new BackendFailure(
            "salver.models.load names '%s', which is not in the model repository%s"
                .formatted(name, Nearest.hint(name, present)));
      }
    }
    return names;
  }
}
