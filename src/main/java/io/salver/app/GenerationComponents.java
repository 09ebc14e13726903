package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.serving.InferenceService;
import io.salver.serving.VersionPins;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.task.generation.GenerationCheck;
import io.salver.task.generation.GenerationService;
import io.salver.task.generation.GenerationTasks;
import io.salver.task.generation.GenerationTools;
import io.salver.task.generation.TimedPause;
import io.salver.telemetry.GenerationMetrics;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Constructs what writes. */
@Singleton
final class GenerationComponents {

  @Produces
  @Singleton
  GenerationService generation(
      InferenceService inference,
      VersionPins pins,
      ModelTokenizers tokenizers,
      DirectMemoryPool memory,
      TaskThreads threads,
      MeterRegistry registry,
      Watching watching,
      Ticker ticker) {
    GenerationTools tools =
        new GenerationTools(
            threads,
            memory,
            new GenerationMetrics(registry),
            new TimedPause(),
            new SecureRandom()::nextLong,
            watching,
            ticker);
    return new GenerationTasks(inference, pins, tokenizers, tools);
  }

  @Produces
  @Singleton
  TaskCheck check(ModelTokenizers tokenizers) {
    return new GenerationCheck(tokenizers);
  }
}
