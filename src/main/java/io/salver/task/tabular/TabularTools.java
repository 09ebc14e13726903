package io.salver.task.tabular;

import io.salver.serving.InferenceService;
import io.salver.task.TaskModels;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.time.Ticker;

/** What every request of rows is served with. */
record TabularTools(
    InferenceService inference,
    TaskModels<TabularPlan> models,
    TaskThreads threads,
    TabularObserver observer,
    Watching watching,
    Ticker ticker) {}
