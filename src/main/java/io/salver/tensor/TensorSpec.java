package io.salver.tensor;

/**
 * What a signature says of one tensor: its name, datatype and shape, where {@link Shape#ANY} leaves
 * an extent open.
 */
public record TensorSpec(String name, DataType dataType, Shape shape) {}
