package io.salver.recommend.catalogue;

/**
 * A change with its place among all of its catalogue.
 *
 * @param sequence positive; larger than that of every change that was committed earlier
 */
public record NumberedChange(long sequence, Change change) {}
