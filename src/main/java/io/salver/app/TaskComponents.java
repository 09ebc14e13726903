package io.salver.app;

import io.salver.model.NativeHandles;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskThreads;
import io.salver.text.huggingface.HuggingFaceTokenizers;
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

  @Produces
  @Singleton
  ModelTokenizers tokenizers(NativeHandles handles) {
    return new ModelTokenizers(new HuggingFaceTokenizers(handles));
  }

  void close(@Disposes TaskThreads threads) {
    threads.close();
  }
}
