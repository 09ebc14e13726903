/**
 * Traces: spans made of the records of requests once they were answered, so that the way of a
 * request knows nothing of them. The only importer of OpenTelemetry.
 */
@NullMarked
package io.salver.telemetry.opentelemetry;

import org.jspecify.annotations.NullMarked;
