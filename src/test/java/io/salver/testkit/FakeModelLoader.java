package io.salver.testkit;

import io.salver.fault.BackendFailure;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelLoader;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import io.salver.time.StopSignal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A backend whose models are Java functions, by the name of the model; any other name cannot be
 * loaded. Define before loading; then thread-safe.
 */
public final class FakeModelLoader implements ModelLoader {

  /** The name under which it is registered. */
  public static final String BACKEND = "fake";

  private final NativeHandles handles;
  private final Map<String, Definition> definitions = new HashMap<>();

  public FakeModelLoader(NativeHandles handles) {
    this.handles = handles;
  }

  /**
   * Makes a model of that name loadable; {@code body} gets inputs and scope and gives the outputs.
   */
  public FakeModelLoader define(
      String name, Signature signature, BiFunction<Tensors, TensorScope, Tensors> body) {
    definitions.put(name, new Definition(signature, body));
    return this;
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public String artifactName() {
    return "model.fake";
  }

  @Override
  public Model load(ModelArtifact artifact) {
    Definition definition = definition(artifact.id().name());
    if (definition == null) {
      throw new BackendFailure(artifact.id().name() + " cannot be loaded");
    }
    handles.opened(NativeHandles.Kind.SESSION);
    return new FakeModel(definition);
  }

  private @Nullable Definition definition(String name) {
    return definitions.get(name);
  }

  private record Definition(Signature signature, BiFunction<Tensors, TensorScope, Tensors> body) {}

  private final class FakeModel implements Model {

    private final Definition definition;

    FakeModel(Definition definition) {
      this.definition = definition;
    }

    @Override
    public Signature signature() {
      return definition.signature();
    }

    @Override
    public Tensors infer(Tensors inputs, TensorScope scope, StopSignal stop) {
      stop.check();
      return definition.body().apply(inputs, scope);
    }

    @Override
    public void close() {
      handles.closed(NativeHandles.Kind.SESSION);
    }
  }
}
