package io.salver.monitor.profile;

import io.salver.model.ModelArtifact;

/** Where reference profiles come from. Thread-safe. */
@FunctionalInterface
public interface Profiles {

  /** No version has one. */
  Profiles ABSENT = artifact -> Profile.NONE;

  /**
   * Reads the profile of one version, blocking.
   *
   * @return the profile; {@link Profile#NONE} when the version comes without one
   * @throws io.salver.fault.BackendFailure when there is one that cannot be read; the message says
   *     what is wrong with it
   */
  Profile read(ModelArtifact artifact);
}
