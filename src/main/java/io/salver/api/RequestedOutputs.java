package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.serving.ModelDescription;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Which outputs a request wants back, in its order, in which form; an empty list stands for all
 * outputs as they are. It is filled, then checked against the model, then used: by one thread at a
 * time.
 */
public final class RequestedOutputs {

  private final SequencedMap<String, Wanted> wanted = new LinkedHashMap<>(4);
  private List<String> labels = List.of();
  private boolean isBatchable;

  /** How one output goes back: binary or not, and as that many classes. */
  private record Wanted(boolean binary, Optional<Long> classes) {}

  /**
   * Adds an output.
   *
   * @throws InvalidInput when it was listed before, or a parameter is wrong
   * @throws io.salver.fault.Unsupported when a parameter asks for what is not implemented
   */
  public void add(String name, Parameters parameters) {
    parameters.refuse("shared_memory_region");
    boolean binary = parameters.flag("binary_data").orElse(false);
    Optional<Long> classes = parameters.count("classification");
    if (classes.isPresent() && classes.get() == 0) {
      throw new InvalidInput(
          "parameter 'classification' of output '" + name + "' must be at least 1, got 0");
    }
    if (wanted.putIfAbsent(name, new Wanted(binary, classes)) != null) {
      throw new InvalidInput("output '" + name + "' was requested twice");
    }
  }

  public boolean isEmpty() {
    return wanted.isEmpty();
  }

  /** Whether that output goes back binary; {@code unlisted} says so for all that are not listed. */
  public boolean isBinary(String name, boolean unlisted) {
    Wanted listed = wanted.get(name);
    return listed == null ? unlisted : listed.binary();
  }

  /**
   * Checks, before anything is run, that the model has the outputs and that those to be classified
   * can be; keeps the names of its classes.
   */
  public void check(ModelDescription model) {
    List<TensorSpec> outputs = model.signature().outputs();
    List<String> known = outputs.stream().map(TensorSpec::name).toList();
    for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
      requireKnown(entry.getKey(), known);
      if (entry.getValue().classes().isPresent()) {
        TensorSpec spec = outputs.get(known.indexOf(entry.getKey()));
        Classification.check(spec.name(), spec.dataType(), spec.shape());
      }
    }
    labels = model.labels();
    isBatchable = model.signature().isBatchable();
  }

  /** The requested ones among {@code all} that the model gave, in the form asked for. */
  public Tensors select(Tensors all) {
    if (isEmpty()) {
      return all;
    }
    List<String> known = all.names();
    Tensors.Builder selected = Tensors.builder();
    for (Map.Entry<String, Wanted> entry : wanted.entrySet()) {
      requireKnown(entry.getKey(), known);
      Tensor tensor = all.get(entry.getKey());
      selected.put(
          entry.getKey(),
          entry
              .getValue()
              .classes()
              .<Tensor>map(
                  most -> Classification.of(entry.getKey(), tensor, most, isBatchable, labels))
              .orElse(tensor));
    }
    return selected.build();
  }

  private static void requireKnown(String name, List<String> known) {
    if (!known.contains(name)) {
      throw new InvalidInput("unknown output '" + name + "'; the model gives " + known);
    }
  }
}
