/**
 * Prometheus: histograms of its own client behind Micrometer's timers, so that they have exemplars
 * and on request native buckets, and the formats in which it is told. The only importer of its
 * client.
 */
@NullMarked
package io.salver.telemetry.prometheus;

import org.jspecify.annotations.NullMarked;
