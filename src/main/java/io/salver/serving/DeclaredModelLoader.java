package io.salver.serving;

import io.salver.fault.BackendFailure;
import io.salver.model.ForeignConfiguration;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.Signature;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * Loads models with another backend and shows their tensors as a foreign configuration declares
 * them, if that fits the artefact; says in the log what of the configuration has no meaning here.
 * Thread-safe.
 */
public final class DeclaredModelLoader implements ModelLoader {

  private static final Logger LOG = System.getLogger(DeclaredModelLoader.class.getName());

  private final ModelLoader backend;

  public DeclaredModelLoader(ModelLoader backend) {
    this.backend = backend;
  }

  @Override
  public String backend() {
    return backend.backend();
  }

  @Override
  public String artifactName() {
    return backend.artifactName();
  }

  @Override
  public Model load(ModelArtifact artifact) {
    Model model = backend.load(artifact);
    try {
      return artifact.foreign().map(foreign -> declared(artifact, foreign, model)).orElse(model);
    } catch (RuntimeException | Error unusable) {
      model.close();
      throw unusable;
    }
  }

  private static Model declared(ModelArtifact artifact, ForeignConfiguration foreign, Model model) {
    Signature found = model.signature();
    Signature declared =
        new Signature(
            foreign.inputs().isEmpty() ? found.inputs() : foreign.inputs(),
            foreign.outputs().isEmpty() ? found.outputs() : foreign.outputs());
    fit(foreign, "input", declared.inputs(), found.inputs());
    fit(foreign, "output", declared.outputs(), found.outputs());
    requireAll(foreign, declared.inputs(), found.inputs());
    if (!foreign.ignored().isEmpty()) {
      LOG.log(
          Level.WARNING,
          () ->
              "%s: %s says what has no meaning here: %s"
                  .formatted(artifact.id(), foreign.file(), String.join("; ", foreign.ignored())));
    }
    return declared.equals(found) ? model : new DeclaredModel(model, declared, foreign);
  }

  private static void fit(
      ForeignConfiguration foreign,
      String role,
      List<TensorSpec> declared,
      List<TensorSpec> found) {
    for (TensorSpec tensor : declared) {
      TensorSpec wanted = foreign.inArtifact(tensor);
      TensorSpec there =
          found.stream()
              .filter(other -> other.name().equals(wanted.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BackendFailure(
                          "%s: the artefact has no %s '%s'; it has %s"
                              .formatted(foreign.file(), role, wanted.name(), names(found))));
      if (wanted.dataType() != there.dataType() || !overlap(wanted.shape(), there.shape())) {
        throw new BackendFailure(
            "%s: %s '%s' would be %s %s in the artefact, where it is %s %s"
                .formatted(
                    foreign.file(),
                    role,
                    wanted.name(),
                    wanted.dataType(),
                    wanted.shape(),
                    there.dataType(),
                    there.shape()));
      }
    }
  }

  private static void requireAll(
      ForeignConfiguration foreign, List<TensorSpec> declared, List<TensorSpec> found) {
    if (declared.size() < found.size()) {
      throw new BackendFailure(
          "%s lists the inputs %s, the artefact takes %s"
              .formatted(foreign.file(), names(declared), names(found)));
    }
  }

  /** Whether some shape satisfies both. */
  private static boolean overlap(Shape one, Shape other) {
    if (one.rank() != other.rank()) {
      return false;
    }
    for (int axis = 0; axis < one.rank(); axis++) {
      long mine = one.extent(axis);
      long theirs = other.extent(axis);
      if (mine != theirs && mine != Shape.ANY && theirs != Shape.ANY) {
        return false;
      }
    }
    return true;
  }

  private static List<String> names(List<TensorSpec> tensors) {
    return tensors.stream().map(TensorSpec::name).toList();
  }
}
