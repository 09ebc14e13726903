/**
 * How good a model really is: what it said is remembered, labels that come later are put beside it,
 * and the windows of both say how often it is right, how well it knows that, and for whom. The
 * values and ports come first; {@link io.salver.monitor.outcome.PredictionStore} is where
 * predictions and labels lie.
 */
@NullMarked
package io.salver.monitor.outcome;

import org.jspecify.annotations.NullMarked;
