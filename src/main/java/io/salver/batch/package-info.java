/**
 * Dynamic batching: requests wait in a bounded line, those that fit are joined along the batch axis
 * into one run, and the outputs are split again. A mechanism: it knows tensors and the port of a
 * model, no protocol and no framework.
 */
@NullMarked
package io.salver.batch;

import org.jspecify.annotations.NullMarked;
