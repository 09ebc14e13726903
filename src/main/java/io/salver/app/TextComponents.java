package io.salver.app;

import io.salver.serving.InferenceService;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.task.text.TextCheck;
import io.salver.task.text.TextService;
import io.salver.task.text.TextTasks;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what reads texts. */
@Singleton
final class TextComponents {

  @Produces
  @Singleton
  TextService texts(
      SalverConfig config,
      InferenceService inference,
      DirectMemoryPool memory,
      TaskThreads threads,
      ModelTokenizers tokenizers,
      Watching watching,
      Ticker ticker) {
    return new TextTasks(
        inference, memory, threads, tokenizers, watching, config.tasks().maxText(), ticker);
  }

  @Produces
  @Singleton
  TaskCheck check(ModelTokenizers tokenizers) {
    return new TextCheck(tokenizers);
  }
}
