@NullMarked
package io.salver.monitor.outcome;

import org.jspecify.annotations.NullMarked;
