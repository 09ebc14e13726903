@NullMarked
package io.salver.task.tabular;

import org.jspecify.annotations.NullMarked;
