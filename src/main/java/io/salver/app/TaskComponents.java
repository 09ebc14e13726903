package io.salver.app;

import io.salver.task.TaskThreads;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what the typed tasks share. */
@Singleton
final class TaskComponents {

  @Produces
  @Singleton
  TaskThreads threads(SalverConfig config) {
    SalverConfig.Tasks tasks = config.tasks();
    return new TaskThreads(
        tasks.threads().orElse(Runtime.getRuntime().availableProcessors()), tasks.queue());
  }

  void close(@Disposes TaskThreads threads) {
    threads.close();
  }
}
