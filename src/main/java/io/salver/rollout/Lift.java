package io.salver.rollout;

/**
 * How much more an arm has than the control, as a share of what the control has; of errors and
 * disagreement, as a difference. With the ends of its confidence sequence, which may be infinite.
 * The mean of the control is taken as known.
 */
public record Lift(double estimate, double low, double high) {}
