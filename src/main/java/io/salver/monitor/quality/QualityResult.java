package io.salver.monitor.quality;

import io.salver.monitor.drift.Decision;
import java.util.OptionalDouble;

/**
 * What one window says of one kind of fault in one feature. Immutable.
 *
 * @param count values with it
 * @param total values that came
 * @param ratio of them; 0 of none
 * @param expected the ratio of the reference
 * @param pValue the chance of so many if the ratio were the reference's; absent without a reference
 * @param adjustedPValue corrected for the model's other features
 * @param threshold the least increase of the ratio that matters
 * @param exceeded whether the increase matters and is no chance
 * @param decision whether it lasted
 */
public record QualityResult(
    QualityKind kind,
    long count,
    long total,
    double ratio,
    double expected,
    OptionalDouble pValue,
    OptionalDouble adjustedPValue,
    double threshold,
    boolean exceeded,
    Decision decision) {}
