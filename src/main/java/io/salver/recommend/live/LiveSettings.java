package io.salver.recommend.live;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How catalogues live.
 *
 * @param snapshots the directory of snapshots, one below for each catalogue
 * @param snapshotEvery the least time between two snapshots of a catalogue
 * @param poll how often changes of other processes are looked for
 * @param readers threads that read the store for callers
 */
public record LiveSettings(Path snapshots, Duration snapshotEvery, Duration poll, int readers) {}
