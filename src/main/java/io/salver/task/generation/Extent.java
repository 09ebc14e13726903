package io.salver.task.generation;

/**
 * How far a decoder looks back.
 *
 * @param context most positions that it has
 * @param slides whether it goes on beyond them, and then sees the last of them only
 */
record Extent(int context, boolean slides) {}
