@NullMarked
package io.salver.monitor.sketch;

import org.jspecify.annotations.NullMarked;
