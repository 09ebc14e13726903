@NullMarked
package io.salver.monitor.reference;

import org.jspecify.annotations.NullMarked;
