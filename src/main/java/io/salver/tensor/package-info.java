/**
 * Tensors as values over little-endian memory, and the scope that owns that memory for one request.
 * Datatype names are those of the Open Inference Protocol (V2).
 */
@NullMarked
package io.salver.tensor;

import org.jspecify.annotations.NullMarked;
