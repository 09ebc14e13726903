package io.salver.task.speech;

/**
 * A symbol that a search found.
 *
 * @param symbol its class
 * @param first the first frame that shows it
 * @param last the last one
 * @param logProbability the greatest of it in these frames
 */
record Emission(int symbol, long first, long last, double logProbability) {}
