package io.salver.app;

import io.salver.serving.InferenceService;
import io.salver.sound.Resamplers;
import io.salver.sound.SoundFiles;
import io.salver.sound.codec.SoundCodecs;
import io.salver.task.TaskCheck;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.task.speech.SpeechCheck;
import io.salver.task.speech.SpeechService;
import io.salver.task.speech.SpeechTasks;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what does the tasks of sounds. */
@Singleton
final class SpeechComponents {

  @Produces
  @Singleton
  SpeechService speech(
      SalverConfig config,
      InferenceService inference,
      DirectMemoryPool memory,
      TaskThreads threads,
      Watching watching,
      Ticker ticker) {
    SoundFiles files =
        new SoundFiles(SoundCodecs.all(), new Resamplers(), config.tasks().maxSound());
    return new SpeechTasks(inference, memory, threads, files, watching, ticker);
  }

  @Produces
  @Singleton
  TaskCheck check() {
    return new SpeechCheck();
  }
}
