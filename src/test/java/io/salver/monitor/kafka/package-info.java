@NullMarked
package io.salver.monitor.kafka;

import org.jspecify.annotations.NullMarked;
