package io.salver.task;

/**
 * A class and how much speaks for it.
 *
 * @param index of the class
 * @param label its name; its index where the model has no labels
 * @param score a probability where the model's activation makes one
 */
public record ClassScore(int index, String label, float score) {}
