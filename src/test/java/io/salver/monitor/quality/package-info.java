@NullMarked
package io.salver.monitor.quality;

import org.jspecify.annotations.NullMarked;
