@NullMarked
package io.salver.traffic.shadow;

import org.jspecify.annotations.NullMarked;
