/**
 * How many requests a model may have under way. Each model has a lane of its own, so that one that
 * is flooded does not take the others' places. The port; {@code admission.netflix} adapts.
 */
@NullMarked
package io.salver.admission;

import org.jspecify.annotations.NullMarked;
