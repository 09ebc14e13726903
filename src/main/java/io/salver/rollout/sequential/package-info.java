/**
 * Comparisons that may be looked at as often as one likes: whatever the moment at which one stops,
 * the chance of having been wrong by then is bounded. Pure functions of counts and moments.
 */
@NullMarked
package io.salver.rollout.sequential;

import org.jspecify.annotations.NullMarked;
