/**
 * Requests follow rollouts: what they say of themselves becomes an arm, and what becomes of them is
 * counted for it. Between the use cases, which do not know why a version answers, and {@code
 * rollout} and {@code routing}, which do not know requests.
 */
@NullMarked
package io.salver.traffic;

import org.jspecify.annotations.NullMarked;
