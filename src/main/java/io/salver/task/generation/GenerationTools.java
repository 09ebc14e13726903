package io.salver.task.generation;

import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.util.function.LongSupplier;

/**
 * What generations work with. Thread-safe.
 *
 * @param memory of the runs; what a decoder keeps from run to run counts as held there
 * @param seeds draws those that no request gives
 */
public record GenerationTools(
    TaskThreads threads,
    DirectMemoryPool memory,
    GenerationObserver observer,
    Pause pause,
    LongSupplier seeds,
    Watching watching,
    Ticker ticker) {}
