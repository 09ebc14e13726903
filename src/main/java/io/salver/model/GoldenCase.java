package io.salver.model;

import io.salver.tensor.Tensors;

/**
 * Inputs of a model together with the outputs that its recipe computed for them.
 *
 * @param name what is particular about it
 * @param tolerance how far an output may be off: {@code tolerance · max(1, |expected|)} for each
 *     element
 * @param inputs all inputs, in the scope the case was read into
 * @param outputs all outputs, in the same scope
 */
public record GoldenCase(String name, double tolerance, Tensors inputs, Tensors outputs) {}
