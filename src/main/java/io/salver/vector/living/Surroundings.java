package io.salver.vector.living;

import io.salver.time.Ticker;
import io.salver.vector.VectorIndexes;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** What a living index is given to work with. */
record Surroundings(
    VectorIndexes library,
    LivingIndexSettings settings,
    Executor background,
    LivingIndexObserver observer,
    Ticker ticker,
    InstantSource clock) {}
