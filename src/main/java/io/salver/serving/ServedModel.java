package io.salver.serving;

import io.salver.fault.InvalidInput;
import io.salver.model.Model;
import io.salver.model.ModelArtifact;
import io.salver.model.ModelId;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.tensor.Tensors;
import java.util.List;
import java.util.function.Consumer;

/**
 * A loaded version in service: the model and the queue before it. Thread-safe; owns both. It is
 * used under a lease only, and closed when no lease is left, so that its queue is then empty.
 */
public final class ServedModel implements AutoCloseable {

  private final ModelArtifact artifact;
  private final Model model;
  private final Signature signature;
  private final boolean batchable;
  private final ModelQueue queue;
  private final Consumer<ServedModel> onClose;

  ServedModel(ModelArtifact artifact, Model model, Consumer<ServedModel> onClose) {
    this.artifact = artifact;
    this.model = model;
    this.signature = model.signature();
    this.batchable = signature.isBatchable();
    this.onClose = onClose;
    ModelSpec spec = artifact.spec();
    this.queue = new ModelQueue(artifact.id(), spec.instances().orElse(1), spec.batching().queue());
  }

  ModelId id() {
    return artifact.id();
  }

  List<String> labels() {
    return artifact.labels();
  }

  String backend() {
    return artifact.backend();
  }

  ModelSpec spec() {
    return artifact.spec();
  }

  Model model() {
    return model;
  }

  Signature signature() {
    return signature;
  }

  ModelQueue queue() {
    return queue;
  }

  /**
   * Checks the inputs against the signature and the maximum batch.
   *
   * @return the rows among them: the largest first extent, or 1 without a batch axis
   * @throws InvalidInput that names what is wrong
   */
  long check(Tensors inputs) {
    signature.check(inputs);
    if (!batchable) {
      return 1;
    }
    long rows = 0;
    for (int i = 0; i < signature.inputs().size(); i++) {
      rows = Math.max(rows, inputs.get(signature.inputs().get(i).name()).shape().extent(0));
    }
    int most = spec().batching().maxRows();
    if (rows > most) {
      throw new InvalidInput(
          "a batch of " + rows + " rows is over the maximum of " + most + " of model " + id());
    }
    return rows;
  }

  @Override
  public void close() {
    onClose.accept(this);
    try (model) {
      queue.close();
    }
  }
}
