/** Text that models write: continuations of a prompt, and other texts in place of one. */
@NullMarked
package io.salver.task.generation;

import org.jspecify.annotations.NullMarked;
