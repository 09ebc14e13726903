package io.salver.task.vision;

import io.salver.image.PictureDecoder;
import io.salver.serving.InferenceService;
import io.salver.task.TaskModels;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.time.Ticker;

/** What every request of pictures is served with. */
record VisionTools(
    InferenceService inference,
    TaskModels<VisionPlan> models,
    TaskThreads threads,
    PictureDecoder decoder,
    Watching watching,
    Ticker ticker) {}
