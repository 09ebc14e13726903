/**
 * What the protocols share of the typed tasks, so that they cannot diverge: how what a request says
 * becomes a call of {@code task}, with every bound and message, and the way of that call to its
 * answer.
 */
@NullMarked
package io.salver.api.task;

import org.jspecify.annotations.NullMarked;
