@NullMarked
package io.salver.task.speech;

import org.jspecify.annotations.NullMarked;
