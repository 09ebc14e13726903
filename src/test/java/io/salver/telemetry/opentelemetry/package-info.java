@NullMarked
package io.salver.telemetry.opentelemetry;

import org.jspecify.annotations.NullMarked;
