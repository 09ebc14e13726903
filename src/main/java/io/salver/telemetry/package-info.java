/**
 * Metrics: the only importer of Micrometer. Each class stands behind the small observer interface
 * of one mechanism; names, labels and units are an interface to dashboards and change only with a
 * note in the changelog.
 */
@NullMarked
package io.salver.telemetry;

import org.jspecify.annotations.NullMarked;
