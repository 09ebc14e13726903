package io.salver.rollout;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an arm beside the control, by one criterion.
 *
 * @param arm its name
 * @param pValue how strongly it speaks against no difference, valid at any time
 * @param needed values in both arms together after which a difference of the margin is found with a
 *     power of 80 %; absent while nothing is known of their spread
 * @param left until then, if values go on coming as they have since the rollout began
 */
public record ArmComparison(
    String arm,
    Finding finding,
    double pValue,
    Lift lift,
    OptionalLong needed,
    Optional<Duration> left) {}
