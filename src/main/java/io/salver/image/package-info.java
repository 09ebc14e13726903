/**
 * Pictures: from encoded files to 8-bit pixels, from pixels to tensors, and back to PNG. Files come
 * from strangers: their format is told by their content, their size by their head before anything
 * is decoded, and whatever is wrong with them is the sender's fault.
 */
@NullMarked
package io.salver.image;

import org.jspecify.annotations.NullMarked;
