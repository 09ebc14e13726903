@NullMarked
package io.salver.task;

import org.jspecify.annotations.NullMarked;
