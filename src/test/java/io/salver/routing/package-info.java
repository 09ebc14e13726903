@NullMarked
package io.salver.routing;

import org.jspecify.annotations.NullMarked;
