package io.salver.monitor.log;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a log of files is kept.
 *
 * @param directory made if need be; nobody else writes into it
 * @param size bytes after which the next file begins
 * @param age after which the next file begins, if anything is in this one
 * @param total bytes of all files together; beyond it the oldest go, never the one that is open
 */
public record FileSettings(Path directory, long size, Duration age, long total) {}
