package io.salver.api;

import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.serving.InferenceService;
import io.salver.serving.InferenceService.VersionStatus;
import io.salver.serving.ModelReference;
import java.util.Optional;

/** How both protocols read the name of a model and ask whether it is ready. */
public final class ModelReferences {

  private ModelReferences() {}

  /**
   * The model of that name and version; an empty version stands for none.
   *
   * @throws InvalidInput when the name is empty or the version is not a positive integer
   */
  public static ModelReference parse(String name, String version) {
    if (name.isBlank()) {
      throw new InvalidInput("the name of the model is empty");
    }
    return version.isEmpty()
        ? ModelReference.latest(name)
        : new ModelReference(name, Optional.of(number(version)));
  }

  /**
   * Whether the model is ready.
   *
   * @throws NotFound when the service knows no such model or version
   */
  public static boolean isReady(InferenceService service, ModelReference model) {
    if (service.isReady(model)) {
      return true;
    }
    if (service.versions().stream().noneMatch(status -> isOf(status, model))) {
      throw new NotFound("no model '" + model + "'");
    }
    return false;
  }

  private static boolean isOf(VersionStatus status, ModelReference model) {
    return status.model().equals(model.name())
        && model.version().map(version -> version == status.version()).orElse(true);
  }

  private static long number(String version) {
    try {
      long number = Long.parseLong(version);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InvalidInput("the version must be a positive integer, got '" + version + "'");
  }
}
