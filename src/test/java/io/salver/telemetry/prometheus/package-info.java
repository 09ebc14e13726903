@NullMarked
package io.salver.telemetry.prometheus;

import org.jspecify.annotations.NullMarked;
