@NullMarked
package io.salver.table;

import org.jspecify.annotations.NullMarked;
