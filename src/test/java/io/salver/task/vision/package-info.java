@NullMarked
package io.salver.task.vision;

import org.jspecify.annotations.NullMarked;
