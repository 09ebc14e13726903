@NullMarked
package io.salver.tensor;

import org.jspecify.annotations.NullMarked;
