@NullMarked
package io.salver.task.text;

import org.jspecify.annotations.NullMarked;
