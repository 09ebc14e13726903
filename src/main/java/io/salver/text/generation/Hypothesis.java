package io.salver.text.generation;

import java.util.List;

/**
 * A text that a search found.
 *
 * @param tokens what was noted of each of its tokens, the end included
 * @param logProbability the sum of theirs
 * @param score by which hypotheses are ranked
 * @param hasEnded whether the last token is an end
 * @param <N> what is noted
 */
public record Hypothesis<N>(
    List<N> tokens, double logProbability, double score, boolean hasEnded) {}
