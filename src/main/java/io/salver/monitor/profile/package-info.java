/**
 * Reference profiles: what the inputs and predictions of a model looked like where it was trained
 * or last judged.
 */
@NullMarked
package io.salver.monitor.profile;

import org.jspecify.annotations.NullMarked;
