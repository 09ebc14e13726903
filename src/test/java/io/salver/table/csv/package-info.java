@NullMarked
package io.salver.table.csv;

import org.jspecify.annotations.NullMarked;
