package io.salver.model;

/** The files that a version is made of: the port that loads read sizes and digests through. */
public interface ArtifactFiles {

  /** Knows no files: everything takes no space and has no digest. */
  ArtifactFiles NONE =
      new ArtifactFiles() {
        @Override
        public long bytes(ModelArtifact artifact) {
          return 0;
        }

        @Override
        public String verify(ModelArtifact artifact) {
          return "";
        }
      };

  /**
   * Bytes of the artefact and of what it refers to beside it: an upper estimate of the memory that
   * its weights take.
   *
   * @throws io.salver.fault.BackendFailure when they cannot be read
   */
  long bytes(ModelArtifact artifact);

  /**
   * Reads the files and compares them with the manifest of the version, blocking.
   *
   * @return the SHA-256 of the artefact, in lower-case hexadecimal
   * @throws io.salver.fault.BackendFailure when they cannot be read, are not what the manifest
   *     says, or a manifest is required and missing
   */
  String verify(ModelArtifact artifact);
}
