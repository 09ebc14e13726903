package io.salver.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.fault.BackendFailure;
import io.salver.model.ModelArtifact;
import io.salver.monitor.profile.Profile;
import io.salver.monitor.profile.Profiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Reads the reference profile that lies beside the artefact: {@code profile.json}, or what {@code
 * monitor.profile} in {@code model.yaml} names. Thread-safe.
 */
public final class JsonProfiles implements Profiles {

  private static final String KEY = "profile";
  private static final String FILE = "profile.json";

  private final Path root;
  private final JsonMapper mapper = new JsonMapper();

  /** Profiles of models in the repository below {@code root}; links out of it are refused. */
  public JsonProfiles(Path root) {
    this.root = root;
  }

  @Override
  public Profile read(ModelArtifact artifact) {
    Object named = artifact.spec().monitor().get(KEY);
    String name = named == null ? FILE : named.toString();
    Path file = artifact.file().resolveSibling(name);
    if (named == null && !Files.exists(file)) {
      return Profile.NONE;
    }
    try {
      Path confined = new Confinement(root).require(file);
      return ProfileJson.read(mapper.readTree(Files.readAllBytes(confined)));
    } catch (JsonProcessingException malformed) {
      throw new BackendFailure(name + " is not JSON: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException | RepositoryProblem unusable) {
      throw new BackendFailure(name + " cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  /** A profile as {@code profile.json} has it. */
  public String text(Profile profile) {
    return ProfileJson.write(profile).toString();
  }

  /**
   * Writes a profile to {@code file}, in one step: a service that reads it meanwhile sees the old
   * one or the new one.
   */
  public void write(Profile profile, Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    Path beside = whole.resolveSibling("." + whole.getFileName() + ".tmp");
    try {
      Files.writeString(beside, text(profile) + "\n");
      Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
