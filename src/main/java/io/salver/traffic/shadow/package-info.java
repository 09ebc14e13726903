/**
 * Copies of runs for a version that nobody hears: taken when the control has answered, run behind
 * everything else, compared, forgotten.
 */
@NullMarked
package io.salver.traffic.shadow;

import org.jspecify.annotations.NullMarked;
