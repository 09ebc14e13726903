package io.salver.task.vision;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelDescription;
import io.salver.task.EmbeddingHead;
import io.salver.task.PlanReader;
import io.salver.task.TaskName;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What is done before and after a run of a model of pictures. Immutable.
 *
 * @param maxRows the most pictures of one run
 */
record VisionPlan(Preprocess preprocess, Postprocess postprocess, int maxRows) {

  private static final Map<TaskName, PlanReader<Postprocess>> READERS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  TaskName.IMAGE_CLASSIFICATION,
                  (spec, texts, signature) ->
                      Classification.read(spec.postprocess(), texts, signature),
                  TaskName.OBJECT_DETECTION,
                  (spec, texts, signature) -> Detection.read(spec.postprocess(), texts, signature),
                  TaskName.SEMANTIC_SEGMENTATION,
                  (spec, texts, signature) ->
                      Segmentation.read(spec.postprocess(), texts, signature),
                  TaskName.IMAGE_EMBEDDING,
                  (spec, texts, signature) ->
                      new Embedding(EmbeddingHead.read(spec.postprocess(), signature)))));

  /** The tasks of pictures. */
  static final Set<TaskName> TASKS = READERS.keySet();

  /**
   * The plan of a model for one of the tasks of pictures.
   *
   * @throws io.salver.fault.BackendFailure when what {@code model.yaml} says is wrong or does not
   *     fit the signature
   */
  static VisionPlan of(TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    return new VisionPlan(
        PreprocessSettings.read(spec.preprocess(), signature),
        postprocess(task, spec, texts, signature),
        signature.isBatchable() ? spec.batching().maxRows() : 1);
  }

  /** The plan of a model that is described. */
  static VisionPlan of(TaskName task, ModelDescription model) {
    return of(task, model.spec(), model.texts(), model.signature());
  }

  private static Postprocess postprocess(
      TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    PlanReader<Postprocess> reader = READERS.get(task);
    if (reader == null) {
      throw new IllegalArgumentException(task.text() + " is no task of pictures");
    }
    return reader.read(spec, texts, signature);
  }
}
