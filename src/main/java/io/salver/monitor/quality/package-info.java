/** Data quality: how often values are missing, out of range, new, of the wrong type, or all one. */
@NullMarked
package io.salver.monitor.quality;

import org.jspecify.annotations.NullMarked;
