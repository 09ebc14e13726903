@NullMarked
package io.salver.table.arrow;

import org.jspecify.annotations.NullMarked;
