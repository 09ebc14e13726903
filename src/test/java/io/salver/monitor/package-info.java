@NullMarked
package io.salver.monitor;

import org.jspecify.annotations.NullMarked;
