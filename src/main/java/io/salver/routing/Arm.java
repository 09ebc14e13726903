package io.salver.routing;

/**
 * One side of a split.
 *
 * @param name as metrics and answers call it
 * @param version of the model, bundle or ranker that answers
 */
public record Arm(String name, long version) {}
