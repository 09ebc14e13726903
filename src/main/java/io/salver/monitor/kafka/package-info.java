/** The prediction log as records of a Kafka topic. */
@NullMarked
package io.salver.monitor.kafka;

import org.jspecify.annotations.NullMarked;
