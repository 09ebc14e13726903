package io.salver.model;

import io.salver.tensor.TensorScope;
import java.util.List;

/** Where golden cases come from: the port that warm-up reads its inputs through. Thread-safe. */
@FunctionalInterface
public interface GoldenCases {

  /** There are none. */
  GoldenCases NONE = (artifact, scope) -> List.of();

  /**
   * Reads the cases of one version, blocking.
   *
   * @param scope receives the tensors; the caller owns it
   * @return the cases; empty when the version comes without any
   * @throws io.salver.fault.BackendFailure when there are some that cannot be read
   */
  List<GoldenCase> read(ModelArtifact artifact, TensorScope scope);

  /** These; where there are none, those of {@code others}. */
  default GoldenCases or(GoldenCases others) {
    return (artifact, scope) -> {
      List<GoldenCase> cases = read(artifact, scope);
      return cases.isEmpty() ? others.read(artifact, scope) : cases;
    };
  }
}
