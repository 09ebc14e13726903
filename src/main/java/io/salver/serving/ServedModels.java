package io.salver.serving;

import io.salver.admission.Limiters;
import io.salver.batch.DeadlineWatch;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelSpec;
import io.salver.tensor.DirectMemoryPool;
import io.salver.time.Ticker;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Puts loaded models into service, with what all of them share. Immutable; owns nothing.
 *
 * @param processors what the machine has: unless a model says otherwise, as many of its runs go on
 *     at once as keep them busy
 */
public record ServedModels(
    DirectMemoryPool pool,
    Limiters limiters,
    DeadlineWatch watch,
    Ticker ticker,
    InstantSource clock,
    ExecutionObserver observer,
    AnswerCache.Factory caches,
    int processors) {

  /** The model in service, which owns it; {@code onClose} hears when it ends. */
  ServedModel create(ModelArtifact artifact, Model model, Consumer<ServedModel> onClose) {
    return new ServedModel(artifact, model, this, onClose);
  }

  int instances(ModelSpec spec) {
    return spec.instances().orElse(Math.max(1, processors / spec.threads()));
  }
}
