@NullMarked
package io.salver.task.generation;

import org.jspecify.annotations.NullMarked;
