package io.salver.app;

import io.salver.image.PictureDecoder;
import io.salver.serving.InferenceService;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.task.vision.VisionCheck;
import io.salver.task.vision.VisionService;
import io.salver.task.vision.VisionTasks;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what looks at pictures. */
@Singleton
final class VisionComponents {

  @Produces
  @Singleton
  VisionCheck check() {
    return new VisionCheck();
  }

  @Produces
  @Singleton
  VisionService vision(
      InferenceService inference,
      TaskThreads threads,
      SalverConfig config,
      Watching watching,
      Ticker ticker) {
    return new VisionTasks(
        inference, threads, new PictureDecoder(config.tasks().maxPixels()), watching, ticker);
  }
}
