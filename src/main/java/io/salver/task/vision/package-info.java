/** Pictures: from encoded files to classes, boxes, masks and embeddings. */
@NullMarked
package io.salver.task.vision;

import org.jspecify.annotations.NullMarked;
