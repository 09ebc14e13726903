/** The adapter of {@code monitor.sketch} to Apache DataSketches; the only importer of it. */
@NullMarked
package io.salver.monitor.datasketches;

import org.jspecify.annotations.NullMarked;
