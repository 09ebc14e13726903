@NullMarked
package io.salver.monitor.ndjson;

import org.jspecify.annotations.NullMarked;
