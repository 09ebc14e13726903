/** Sounds: from encoded files to text, classes and voices, and from text to speech. */
@NullMarked
package io.salver.task.speech;

import org.jspecify.annotations.NullMarked;
