package io.salver.repository.triton;

import io.salver.model.Signature;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import triton.ModelConfig;
import triton.ModelInput;
import triton.ModelOutput;

/**
 * The tensors of a configuration, with the axis of rows that {@code max_batch_size} adds, as
 * clients see them, and the shapes that the artefact has where a reshape says others.
 *
 * <p>Tensors of TorchScript files are known by their places; where all names end in {@code
 * __<place>}, as Triton has it, they are put there.
 */
record ConfiguredTensors(
    List<TensorSpec> inputs, List<TensorSpec> outputs, Map<String, Shape> reshaped) {

  private static final double MOST_ELEMENTS = 1L << 53;
  private static final Pattern PLACE = Pattern.compile(".*__(\\d{1,4})");

  static ConfiguredTensors of(ModelConfig config) {
    boolean rows = config.getMaxBatchSize() > 0;
    Map<String, Shape> reshaped = new HashMap<>();
    List<TensorSpec> inputs = new ArrayList<>();
    for (ModelInput input : config.getInputList()) {
      TensorSpec spec =
          tensor("input", input.getName(), input.getDataType(), input.getDimsList(), rows);
      inputs.add(spec);
      if (input.hasReshape()) {
        reshaped.put(spec.name(), reshaped(spec, input.getReshape().getShapeList(), rows));
      }
    }
    List<TensorSpec> outputs = new ArrayList<>();
    for (ModelOutput output : config.getOutputList()) {
      TensorSpec spec =
          tensor("output", output.getName(), output.getDataType(), output.getDimsList(), rows);
      outputs.add(spec);
      if (output.hasReshape()) {
        if (inputs.stream().anyMatch(input -> input.name().equals(spec.name()))) {
          throw new TritonProblem(
              "output '%s' has a reshape and the name of an input".formatted(spec.name()));
        }
        reshaped.put(spec.name(), reshaped(spec, output.getReshape().getShapeList(), rows));
      }
    }
    return new ConfiguredTensors(inPlace("input", inputs), inPlace("output", outputs), reshaped);
  }

  /** The tensors as the artefact has them. */
  Signature inArtifact() {
    return new Signature(
        inputs.stream().map(this::inArtifact).toList(),
        outputs.stream().map(this::inArtifact).toList());
  }

  private TensorSpec inArtifact(TensorSpec spec) {
    return new TensorSpec(
        spec.name(), spec.dataType(), reshaped.getOrDefault(spec.name(), spec.shape()));
  }

  /** Our name of Triton's datatype. */
  static DataType dataType(String role, String name, triton.DataType type) {
    return type == triton.DataType.TYPE_STRING
        ? DataType.BYTES
        : DataType.named(type.name().replaceFirst("TYPE_", ""))
            .orElseThrow(() -> new TritonProblem("%s '%s' has no data_type".formatted(role, name)));
  }

  private static TensorSpec tensor(
      String role, String name, triton.DataType type, List<Long> dims, boolean rows) {
    if (name.isEmpty()) {
      throw new TritonProblem("an " + role + " has no name");
    }
    DataType dataType = dataType(role, name, type);
    if (dims.isEmpty()) {
      throw new TritonProblem("%s '%s' has no dims".formatted(role, name));
    }
    return new TensorSpec(name, dataType, shape("dims of '" + name + "'", dims, rows));
  }

  /** Triton's rule: the fixed extents make as many elements, and the open ones are the same. */
  private static Shape reshaped(TensorSpec spec, List<Long> extents, boolean rows) {
    Shape shape = shape("reshape of '" + spec.name() + "'", extents, rows);
    if (open(shape) != open(spec.shape()) || fixed(shape) != fixed(spec.shape())) {
      throw new TritonProblem(
          "reshape of '%s' to %s has other elements than its dims %s"
              .formatted(spec.name(), shape, spec.shape()));
    }
    return shape;
  }

  private static Shape shape(String what, List<Long> extents, boolean rows) {
    double elements = 1;
    for (long extent : extents) {
      if (extent < Shape.ANY || extent == 0) {
        throw new TritonProblem(
            what + " must be extents of 1 or more, or -1 for any, not " + extents);
      }
      elements *= Math.abs((double) extent);
    }
    if (elements > MOST_ELEMENTS) {
      throw new TritonProblem(what + " makes more than 2^53 elements: " + extents);
    }
    LongStream batch = rows ? LongStream.of(Shape.ANY) : LongStream.empty();
    return Shape.of(
        LongStream.concat(batch, extents.stream().mapToLong(Long::longValue)).toArray());
  }

  private static long open(Shape shape) {
    return Arrays.stream(shape.toArray()).filter(extent -> extent == Shape.ANY).count();
  }

  private static long fixed(Shape shape) {
    return Arrays.stream(shape.toArray())
        .filter(extent -> extent != Shape.ANY)
        .reduce(1, (one, other) -> one * other);
  }

  private static List<TensorSpec> inPlace(String role, List<TensorSpec> tensors) {
    Set<String> names = new HashSet<>();
    for (TensorSpec tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new TritonProblem("%s '%s' is there twice".formatted(role, tensor.name()));
      }
    }
    if (!tensors.stream().allMatch(tensor -> PLACE.matcher(tensor.name()).matches())) {
      return tensors;
    }
    return tensors.stream().sorted(Comparator.comparingInt(ConfiguredTensors::place)).toList();
  }

  private static int place(TensorSpec tensor) {
    Matcher matcher = PLACE.matcher(tensor.name());
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
