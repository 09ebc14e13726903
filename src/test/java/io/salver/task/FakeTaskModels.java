package io.salver.task;

import io.salver.fault.Fault;
import io.salver.fault.NotFound;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.InferenceRequest;
import io.salver.serving.InferenceResponse;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelDescription;
import io.salver.serving.ModelReference;
import io.salver.tensor.TensorScope;
import io.salver.tensor.Tensors;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Models with tasks, of one version each, that are functions of their inputs and answer at once on
 * the calling thread. Thread-safe as far as those are.
 */
public final class FakeTaskModels implements InferenceService {

  /** Computes the outputs in {@code scope}. */
  @FunctionalInterface
  public interface Run {
    Tensors run(Tensors inputs, TensorScope scope);
  }

  private record Fake(
      long version, ModelSpec spec, TextFiles texts, Signature signature, Run run) {}

  private final Map<String, Fake> models = new ConcurrentHashMap<>();
  private final Queue<InferenceRequest> requests = new ConcurrentLinkedQueue<>();
  private final Queue<Fault> failures = new ArrayDeque<>();
  private volatile Runnable beforeRun = () -> {};

  /** Adds or replaces a model. */
  public void put(
      String name, long version, ModelSpec spec, TextFiles texts, Signature signature, Run run) {
    models.put(name, new Fake(version, spec, texts, signature, run));
  }

  /** From now on there is no such model. */
  public void remove(String name) {
    models.remove(name);
  }

  /** Has {@code action} done before each run. */
  public void beforeRun(Runnable action) {
    beforeRun = action;
  }

  /** The next run that nothing else fails fails with {@code fault}. */
  public synchronized void failNext(Fault fault) {
    failures.add(fault);
  }

  /** Every request so far; the memory of their tensors may be gone. */
  public List<InferenceRequest> requests() {
    return List.copyOf(requests);
  }

  /** What {@code model.yaml} says of a model with a task. */
  public static ModelSpec spec(
      TaskName task, Map<String, Object> preprocess, Map<String, Object> postprocess) {
    ModelSpec d = ModelSpec.DEFAULT;
    return new ModelSpec(
        Optional.of(task.text()),
        d.backend(),
        d.device(),
        d.instances(),
        d.threads(),
        d.versions(),
        d.batching(),
        d.timeout(),
        d.cache(),
        d.warmup(),
        d.signature(),
        preprocess,
        postprocess,
        d.monitor());
  }

  @Override
  public CompletionStage<InferenceResponse> infer(InferenceRequest request) {
    requests.add(request);
    try {
      beforeRun.run();
      request.stop().check();
      request.deadline().check("the run");
      throwNext();
      Fake model = model(request.model());
      model.signature().check(request.inputs());
      Tensors outputs = model.run().run(request.inputs(), request.scope());
      ModelId id = new ModelId(request.model().name(), model.version());
      return CompletableFuture.completedFuture(new InferenceResponse(id, outputs, 10, 100));
    } catch (Fault fault) {
      return CompletableFuture.failedFuture(fault);
    }
  }

  private synchronized void throwNext() {
    Fault fault = failures.poll();
    if (fault != null) {
      throw fault;
    }
  }

  private Fake model(ModelReference reference) {
    Fake model = models.get(reference.name());
    if (model == null || reference.version().filter(v -> v != model.version()).isPresent()) {
      throw new NotFound("there is no model '" + reference + "'");
    }
    return model;
  }

  @Override
  public ModelDescription describe(ModelReference reference) {
    Fake model = model(reference);
    return new ModelDescription(
        reference.name(),
        model.version(),
        List.of(model.version()),
        "fake",
        model.signature(),
        model.spec(),
        model.texts());
  }

  @Override
  public boolean isReady(ModelReference model) {
    return models.containsKey(model.name());
  }

  @Override
  public List<VersionStatus> versions() {
    return models.entrySet().stream()
        .map(
            each ->
                new VersionStatus(
                    each.getKey(), each.getValue().version(), State.READY, Optional.empty()))
        .toList();
  }

  @Override
  public boolean isReady() {
    return true;
  }
}
