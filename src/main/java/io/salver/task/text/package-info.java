/** Texts through models: classes, entities, vectors, answers to questions. */
@NullMarked
package io.salver.task.text;

import org.jspecify.annotations.NullMarked;
