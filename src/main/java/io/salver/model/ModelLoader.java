package io.salver.model;

/** A backend: turns artefacts of one format into models. Thread-safe. */
public interface ModelLoader {

  /** Its name in {@code model.yaml}, for example {@code onnx}. */
  String backend();

  /** The file name of its artefact inside a version's directory, for example {@code model.onnx}. */
  String artifactName();

  /**
   * Loads a model, blocking. On failure nothing stays allocated.
   *
   * @return the model; the caller closes it
   * @throws io.salver.fault.BackendFailure when the artefact cannot be used, with a reason for the
   *     person who put it there
   */
  Model load(ModelArtifact artifact);
}
