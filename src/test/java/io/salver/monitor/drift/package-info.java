@NullMarked
package io.salver.monitor.drift;

import org.jspecify.annotations.NullMarked;
