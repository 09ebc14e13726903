package io.salver.table;

/**
 * How the cells of one feature were in the rows of a request.
 *
 * @param cells all of them
 * @param missing those that were not there
 * @param unknown categories that are not in the list
 * @param outOfRange numbers that are not in the range
 */
public record FeatureCounts(int cells, int missing, int unknown, int outOfRange) {}
