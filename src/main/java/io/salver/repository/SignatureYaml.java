package io.salver.repository;

import com.fasterxml.jackson.databind.JsonNode;
import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the key {@code signature} of {@code model.yaml}. */
final class SignatureYaml {

  private SignatureYaml() {}

  static Optional<Signature> read(Section root) {
    if (!root.has("signature")) {
      return Optional.empty();
    }
    Section signature = root.section("signature", Set.of("inputs", "outputs"));
    return Optional.of(new Signature(tensors(signature, "inputs"), tensors(signature, "outputs")));
  }

  private static List<TensorSpec> tensors(Section signature, String key) {
    if (!signature.has(key)) {
      throw new RepositoryProblem(signature.pathOf(key) + " is missing");
    }
    List<TensorSpec> tensors = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section tensor : signature.sections(key, Set.of("name", "datatype", "shape"))) {
      TensorSpec spec = new TensorSpec(required(tensor, "name"), dataType(tensor), shape(tensor));
      if (!names.add(spec.name())) {
        throw tensor.wrong("name", "unlike the others");
      }
      tensors.add(spec);
    }
    if (tensors.isEmpty()) {
      throw signature.wrong(key, "a list of at least one tensor");
    }
    return tensors;
  }

  private static DataType dataType(Section tensor) {
    return DataType.named(required(tensor, "datatype"))
        .orElseThrow(
            () -> tensor.wrong("datatype", "one of " + Arrays.toString(DataType.values())));
  }

  private static Shape shape(Section tensor) {
    if (!tensor.has("shape") || !tensor.node("shape").isArray()) {
      throw tensor.wrong("shape", "a list of extents");
    }
    JsonNode extents = tensor.node("shape");
    long[] shape = new long[extents.size()];
    for (int axis = 0; axis < shape.length; axis++) {
      JsonNode extent = extents.get(axis);
      if (!extent.isInt() || extent.intValue() < Shape.ANY) {
        throw tensor.wrong("shape", "a list of extents of 0 or more, or -1 for any");
      }
      shape[axis] = extent.intValue();
    }
    return Shape.of(shape);
  }

  private static String required(Section tensor, String key) {
    return tensor.text(key).orElseThrow(() -> tensor.wrong(key, "given"));
  }
}
