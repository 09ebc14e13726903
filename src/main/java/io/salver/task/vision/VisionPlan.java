package io.salver.task.vision;

import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelDescription;
import io.salver.task.EmbeddingHead;
import io.salver.task.TaskName;

/**
 * What is done before and after a run of a model of pictures. Immutable.
 *
 * @param maxRows the most pictures of one run
 */
record VisionPlan(Preprocess preprocess, Postprocess postprocess, int maxRows) {

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
    return switch (task) {
      case IMAGE_CLASSIFICATION -> Classification.read(spec.postprocess(), texts, signature);
      case IMAGE_EMBEDDING -> new Embedding(EmbeddingHead.read(spec.postprocess(), signature));
      case OBJECT_DETECTION -> Detection.read(spec.postprocess(), texts, signature);
      case SEMANTIC_SEGMENTATION -> Segmentation.read(spec.postprocess(), texts, signature);
      case SPEECH_RECOGNITION,
          AUDIO_CLASSIFICATION,
          SPEAKER_EMBEDDING,
          TEXT_TO_SPEECH,
          TEXT_CLASSIFICATION,
          TOKEN_CLASSIFICATION,
          TEXT_EMBEDDING,
          QUESTION_ANSWERING,
          TEXT_GENERATION,
          TEXT_TO_TEXT,
          TABULAR_CLASSIFICATION,
          TABULAR_REGRESSION ->
          throw new IllegalArgumentException(task.text() + " is no task of pictures");
    };
  }
}
