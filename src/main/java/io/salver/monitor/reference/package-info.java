/**
 * Makes reference profiles: of rows, or of what a model was asked and answered.
 *
 * <p>Needs no more memory for many samples than for some hundred thousand.
 */
@NullMarked
package io.salver.monitor.reference;

import org.jspecify.annotations.NullMarked;
