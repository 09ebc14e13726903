@NullMarked
package io.salver.traffic;

import org.jspecify.annotations.NullMarked;
