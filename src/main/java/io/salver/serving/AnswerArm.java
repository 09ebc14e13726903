package io.salver.serving;

import java.time.Instant;

/**
 * The arm that chance gave an answer to, as it may be written down.
 *
 * @param began when the rollout began: after it has begun anew, what becomes known counts no more
 */
public record AnswerArm(ArmName arm, Instant began) {}
