@NullMarked
package io.salver.time;

import org.jspecify.annotations.NullMarked;
