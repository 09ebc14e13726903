/**
 * What the typed tasks have in common: bytes in, a useful answer out, on top of {@code serving}. A
 * task prepares the tensors of a model as its {@code model.yaml} says, has it run, and makes an
 * answer of what comes out, on threads of its own: nothing here runs on an event loop.
 */
@NullMarked
package io.salver.task;

import org.jspecify.annotations.NullMarked;
