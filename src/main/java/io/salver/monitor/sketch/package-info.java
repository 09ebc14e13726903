/**
 * Summaries of streams that take bounded memory and can be added up: over panes of time, and over
 * replicas. {@code monitor.datasketches} adapts Apache DataSketches to the port.
 */
@NullMarked
package io.salver.monitor.sketch;

import org.jspecify.annotations.NullMarked;
