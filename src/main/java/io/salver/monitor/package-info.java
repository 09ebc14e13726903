/**
 * Watching a model: what its inputs and predictions look like now, against its reference profile. A
 * {@link io.salver.monitor.ModelMonitor} takes samples, off the path of requests, and makes
 * reports; what is a drift is decided by pure functions of its windows in {@code monitor.drift}.
 */
@NullMarked
package io.salver.monitor;

import org.jspecify.annotations.NullMarked;
