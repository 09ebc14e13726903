package io.salver.model;

/** A version that should serve, as the model repository declares it. Immutable. */
public sealed interface DeclaredVersion {

  ModelId id();

  /** There is an artefact to load. */
  record Loadable(ModelArtifact artifact) implements DeclaredVersion {
    @Override
    public ModelId id() {
      return artifact.id();
    }
  }

  /**
   * There is nothing that could be loaded.
   *
   * @param reason why, for the person who put the files there
   */
  record Unusable(ModelId id, String reason) implements DeclaredVersion {}
}
