@NullMarked
package io.salver.monitor.log;

import org.jspecify.annotations.NullMarked;
