package io.salver.task.text;

import io.salver.fault.BackendFailure;
import io.salver.model.ModelSpec;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.serving.ModelDescription;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.ModelTokenizers;
import io.salver.task.PlanReader;
import io.salver.task.TaskName;
import io.salver.tensor.TensorSpec;
import io.salver.text.Tokenizer;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What is done before and after a run of a model of texts. Immutable.
 *
 * @param tokenizer the model's own
 * @param rows the most rows of one run
 */
record TextPlan(TextInput input, Tokenizer tokenizer, TextHead head, int rows) {

  private static final Map<TaskName, PlanReader<TextHead>> READERS =
      Collections.unmodifiableMap(
          new EnumMap<>(
              Map.of(
                  TaskName.TEXT_CLASSIFICATION,
                  (spec, texts, signature) ->
                      TextClassification.read(spec.postprocess(), texts, signature),
                  TaskName.TOKEN_CLASSIFICATION,
                  (spec, texts, signature) ->
                      TokenClassification.read(spec.postprocess(), texts, signature),
                  TaskName.TEXT_EMBEDDING,
                  (spec, texts, signature) -> TextEmbedding.read(spec.postprocess(), signature),
                  TaskName.QUESTION_ANSWERING,
                  (spec, texts, signature) -> AnswerSearch.read(spec.postprocess(), signature))));

  /** The tasks of reading texts. */
  static final Set<TaskName> TASKS = READERS.keySet();

  /**
   * The plan of a model for one of the tasks of texts.
   *
   * @throws BackendFailure when what {@code model.yaml} says is wrong or does not fit the signature
   */
  static TextPlan of(
      TaskName task,
      ModelSpec spec,
      TextFiles texts,
      Signature signature,
      ModelTokenizers tokenizers) {
    Tokenizer tokenizer = tokenizers.of(texts, TextFiles.TOKENIZER);
    Section settings =
        Section.of(Origin.MODEL_YAML, "preprocess", spec.preprocess(), TextInput.KEYS);
    TextInput input = TextInput.read(settings, signature, tokenizer.vocabulary());
    requireAll(input, signature);
    return new TextPlan(
        input,
        tokenizer,
        head(task, spec, texts, signature),
        signature.isBatchable() ? spec.batching().maxRows() : 1);
  }

  /** The plan of a model that is described. */
  static TextPlan of(TaskName task, ModelDescription model, ModelTokenizers tokenizers) {
    return of(task, model.spec(), model.texts(), model.signature(), tokenizers);
  }

  private static TextHead head(
      TaskName task, ModelSpec spec, TextFiles texts, Signature signature) {
    PlanReader<TextHead> reader = READERS.get(task);
    if (reader == null) {
      throw new IllegalArgumentException(task.text() + " is no task of reading texts");
    }
    return reader.read(spec, texts, signature);
  }

  private static void requireAll(TextInput input, Signature signature) {
    for (TensorSpec each : signature.inputs()) {
      if (!input.names().contains(each.name())) {
        throw new BackendFailure(
            "the model takes '%s', %s %s, which a text does not give; it gives %s"
                .formatted(each.name(), each.dataType(), each.shape(), input.names()));
      }
    }
  }
}
