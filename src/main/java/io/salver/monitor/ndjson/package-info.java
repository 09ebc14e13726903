/** The prediction log as files of JSON objects, one a line (NDJSON). */
@NullMarked
package io.salver.monitor.ndjson;

import org.jspecify.annotations.NullMarked;
