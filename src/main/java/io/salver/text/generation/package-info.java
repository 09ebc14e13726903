/**
 * How a text is written token by token: what is drawn from a model's logits, which hypotheses a
 * search follows, and what of the text may be shown already.
 */
@NullMarked
package io.salver.text.generation;

import org.jspecify.annotations.NullMarked;
