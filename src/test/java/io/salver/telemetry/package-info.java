@NullMarked
package io.salver.telemetry;

import org.jspecify.annotations.NullMarked;
