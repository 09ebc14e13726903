@NullMarked
package io.salver.cache;

import org.jspecify.annotations.NullMarked;
