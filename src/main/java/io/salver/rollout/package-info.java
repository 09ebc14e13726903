/**
 * Whether a new version may have more traffic: criteria are judged on what is known of its arm and
 * of the control, and a plan says what follows. Pure functions of snapshots; somebody else acts.
 */
@NullMarked
package io.salver.rollout;

import org.jspecify.annotations.NullMarked;
