@NullMarked
package io.salver.lifecycle;

import org.jspecify.annotations.NullMarked;
