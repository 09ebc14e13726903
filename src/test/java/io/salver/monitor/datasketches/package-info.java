@NullMarked
package io.salver.monitor.datasketches;

import org.jspecify.annotations.NullMarked;
