package io.salver.api;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the server says of itself. Immutable. */
@Singleton
public final class ServerIdentity {

  private final String name;
  private final String version;

  /** As configured by the build. */
  @Inject
  public ServerIdentity(
      @ConfigProperty(name = "quarkus.application.name") String name,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.name = name;
    this.version = version;
  }

  public String name() {
    return name;
  }

  public String version() {
    return version;
  }

  /** The protocol's extensions that are implemented. */
  public List<String> extensions() {
    return List.of(
        "binary_tensor_data",
        "classification",
        "model_configuration",
        "model_repository",
        "model_repository(unload_dependents)",
        "parameters",
        "schedule_policy",
        "statistics");
  }
}
