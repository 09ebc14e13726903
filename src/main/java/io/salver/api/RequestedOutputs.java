package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.model.Signature;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which outputs a request wants back, in its order, and whether binary; an empty list stands for
 * all outputs. Not thread-safe while it is filled.
 */
public final class RequestedOutputs {

  private final SequencedMap<String, Boolean> binaryByName = new LinkedHashMap<>(4);

  /**
   * Adds an output.
   *
   * @throws InvalidInput when it was listed before
   * @throws io.salver.fault.Unsupported when a parameter asks for what is not implemented
   */
  public void add(String name, Parameters parameters) {
    parameters.refuse("classification");
    parameters.refuse("shared_memory_region");
    boolean binary = parameters.flag("binary_data").orElse(false);
    if (binaryByName.putIfAbsent(name, binary) != null) {
      throw new InvalidInput("output '" + name + "' was requested twice");
    }
  }

  public boolean isEmpty() {
    return binaryByName.isEmpty();
  }

  /** Whether that output goes back binary; {@code unlisted} says so for all that are not listed. */
  public boolean isBinary(String name, boolean unlisted) {
    return binaryByName.getOrDefault(name, unlisted);
  }

  /** Checks, before anything is run, that the model has the outputs. */
  public void check(Signature signature) {
    List<String> known = signature.outputs().stream().map(TensorSpec::name).toList();
    for (String name : binaryByName.sequencedKeySet()) {
      requireKnown(name, known);
    }
  }

  /** The requested ones among {@code all} that the model gave. */
  public Tensors select(Tensors all) {
    if (isEmpty()) {
      return all;
    }
    List<String> known = all.names();
    for (String name : binaryByName.sequencedKeySet()) {
      requireKnown(name, known);
    }
    return all.only(List.copyOf(binaryByName.sequencedKeySet()));
  }

  private static void requireKnown(String name, List<String> known) {
    if (!known.contains(name)) {
      throw new InvalidInput("unknown output '" + name + "'; the model gives " + known);
    }
  }
}
