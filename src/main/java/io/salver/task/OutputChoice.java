package io.salver.task;

import io.salver.fault.BackendFailure;
import io.salver.model.Signature;
import io.salver.settings.Section;
import io.salver.tensor.DataType;
import io.salver.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which output of a model a task reads: the one that a key of {@code model.yaml} names; else the
 * first of the usual names that there is; else the only one. Immutable.
 *
 * @param usual names, the most usual first
 * @param others outputs that are read as something else
 */
public record OutputChoice(Section settings, String key, List<String> usual, List<String> others) {

  /** Copies the lists. */
  public OutputChoice {
    usual = List.copyOf(usual);
    others = List.copyOf(others);
  }

  /** The output that {@code key} names. */
  public static OutputChoice of(Section settings, String key) {
    return new OutputChoice(settings, key, List.of(), List.of());
  }

  /** The same, which is mostly called so. */
  public OutputChoice usually(String... names) {
    return new OutputChoice(settings, key, List.of(names), others);
  }

  /** The same, which is none of those. */
  public OutputChoice but(List<String> names) {
    return new OutputChoice(settings, key, usual, names);
  }

  /** Whether the key, or a usual name, names one. */
  public boolean isThere(Signature signature) {
    return settings.has(key) || usual.stream().anyMatch(names(signature)::contains);
  }

  /**
   * The output, which is of numbers and has one of the {@code ranks}.
   *
   * @throws BackendFailure when there is none such
   */
  public TensorSpec find(Signature signature, int... ranks) {
    List<String> names = names(signature);
    String name =
        settings
            .text(key)
            .or(() -> usual.stream().filter(names::contains).findFirst())
            .orElseGet(() -> names.size() == 1 ? names.getFirst() : "");
    TensorSpec found =
        signature
            .output(name)
            .orElseThrow(() -> settings.wrong(key, "the name of one of the outputs " + names));
    boolean fits = Arrays.stream(ranks).anyMatch(rank -> rank == found.shape().rank());
    if (!fits || !isNumber(found.dataType())) {
      throw new BackendFailure(
          "output '%s' is %s %s; numbers of %s axes are expected"
              .formatted(
                  found.name(),
                  found.dataType(),
                  found.shape(),
                  Arrays.stream(ranks)
                      .mapToObj(Integer::toString)
                      .collect(Collectors.joining(" or "))));
    }
    return found;
  }

  private List<String> names(Signature signature) {
    return signature.outputs().stream()
        .map(TensorSpec::name)
        .filter(name -> !others.contains(name))
        .toList();
  }

  private static boolean isNumber(DataType type) {
    return switch (type) {
      case FP16, FP32, FP64, INT32, INT64 -> true;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, BF16, BYTES -> false;
    };
  }
}
