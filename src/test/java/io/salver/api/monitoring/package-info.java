@NullMarked
package io.salver.api.monitoring;

import org.jspecify.annotations.NullMarked;
