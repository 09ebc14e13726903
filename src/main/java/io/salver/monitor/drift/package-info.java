/**
 * Whether two distributions differ, by how much, and for how long: tests, corrections for many of
 * them, decisions, and detectors on streams of errors. Pure functions of what was counted.
 */
@NullMarked
package io.salver.monitor.drift;

import org.jspecify.annotations.NullMarked;
