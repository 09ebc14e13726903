/**
 * What both protocols say of rollouts, in no protocol's words: orders, and documents of plain maps,
 * lists, texts and numbers, which each protocol writes in its own way.
 */
@NullMarked
package io.salver.api.rollout;

import org.jspecify.annotations.NullMarked;
