@NullMarked
package io.salver.admission;

import org.jspecify.annotations.NullMarked;
