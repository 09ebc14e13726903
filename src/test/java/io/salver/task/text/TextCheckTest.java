package io.salver.task.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.salver.fault.BackendFailure;
import io.salver.model.NativeHandles;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.task.FakeTaskModels;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskName;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.TensorSpec;
import io.salver.text.WordTokenizers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code model.yaml} says and the tensors do not bear is found when a model is loaded. */
final class TextCheckTest {

  private static final long ANY = Shape.ANY;

  private final NativeHandles handles = new NativeHandles();
  private final ModelTokenizers tokenizers = new ModelTokenizers(new WordTokenizers(handles));

  @AfterEach
  void nothing_stays_open() {
    assertThat(handles.open(NativeHandles.Kind.TOKENIZER)).isZero();
  }

  @Test
  void an_export_with_the_usual_names_needs_no_words() {
    check(TaskName.TEXT_CLASSIFICATION, Map.of(), Map.of(), List.of("a", "b"), ids(), logits(2));
    check(
        TaskName.TEXT_EMBEDDING,
        Map.of(),
        Map.of(),
        List.of(),
        ids(),
        List.of(
            new TensorSpec("last_hidden_state", DataType.FP32, Shape.of(ANY, ANY, 8)),
            new TensorSpec("pooler_output", DataType.FP32, Shape.of(ANY, 8))));
  }

  @Test
  void keys_are_checked() {
    wrong("unknown key 'preprocess.max_tokens'", Map.of("max_tokens", 5), Map.of());
    wrong("preprocess.max-tokens must be a whole number", Map.of("max-tokens", 0), Map.of());
    wrong("preprocess.long must be one of cut, windows, error", Map.of("long", "no"), Map.of());
    wrong("preprocess.stride", Map.of("max-tokens", 10, "stride", 6), Map.of());
    wrong("preprocess.mask must be the name of an input", Map.of("mask", "none"), Map.of());
    wrong("unknown key 'postprocess.top_k'", Map.of(), Map.of("top_k", 5));
    wrong("postprocess.out-of-scope.label", Map.of(), scope(Map.of("label", "z")));
    wrong("postprocess.out-of-scope.threshold", Map.of(), scope(Map.of("by", "energy")));
    wrong("postprocess.activation", Map.of(), Map.of("multi-label", true, "activation", "softmax"));
  }

  private static Map<String, Object> scope(Map<String, Object> rule) {
    return Map.of("out-of-scope", rule);
  }

  @Test
  void labels_are_as_many_as_classes() {
    assertThatThrownBy(
            () ->
                check(
                    TaskName.TEXT_CLASSIFICATION,
                    Map.of(),
                    Map.of(),
                    List.of("a"),
                    ids(),
                    logits(2)))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining("the model has 2 classes, but its labels name 1");
  }

  @Test
  void inputs_that_a_text_does_not_give_are_named() {
    List<TensorSpec> inputs =
        List.of(
            ids().getFirst(),
            new TensorSpec("pixel_values", DataType.FP32, Shape.of(ANY, 3, 8, 8)));
    assertThatThrownBy(
            () ->
                check(
                    TaskName.TEXT_CLASSIFICATION, Map.of(), Map.of(), List.of(), inputs, logits(2)))
        .hasMessageContaining("the model takes 'pixel_values'");
  }

  @Test
  void ids_are_whole_numbers_of_two_axes() {
    for (TensorSpec input :
        List.of(
            new TensorSpec("input_ids", DataType.FP32, Shape.of(ANY, ANY)),
            new TensorSpec("input_ids", DataType.INT64, Shape.of(ANY)))) {
      assertThatThrownBy(
              () ->
                  check(
                      TaskName.TEXT_CLASSIFICATION,
                      Map.of(),
                      Map.of(),
                      List.of(),
                      List.of(input),
                      logits(2)))
          .hasMessageContaining("INT64 or INT32 of two axes");
    }
  }

  @Test
  void transitions_are_as_many_as_labels() {
    for (List<String> lines :
        List.of(
            List.of("0 0", "0 0", "0 0"),
            List.of("0 0", "0 0", "0 0", "0"),
            List.of("0 0", "0 0", "0 0", "0 x"),
            List.of("0 0", "0 0", "0 0", "0 NaN"))) {
      TextFiles files =
          files(Map.of(TextFiles.LABELS, List.of("O", "B-x"), TextFiles.TRANSITIONS, lines));
      Map<String, Object> postprocess = Map.of("decoding", "crf", "transitions", "t.txt");
      List<TensorSpec> outputs =
          List.of(new TensorSpec("logits", DataType.FP32, Shape.of(ANY, ANY, 2)));
      assertThatThrownBy(
              () ->
                  check(
                      TaskName.TOKEN_CLASSIFICATION,
                      Map.of(),
                      postprocess,
                      files,
                      new Signature(ids(), outputs)))
          .isInstanceOf(BackendFailure.class)
          .hasMessageContaining("postprocess.transitions");
    }
  }

  private void wrong(
      String message, Map<String, Object> preprocess, Map<String, Object> postprocess) {
    assertThatThrownBy(
            () ->
                check(
                    TaskName.TEXT_CLASSIFICATION,
                    preprocess,
                    postprocess,
                    List.of("a", "b"),
                    ids(),
                    logits(2)))
        .isInstanceOf(BackendFailure.class)
        .hasMessageContaining(message);
  }

  private void check(
      TaskName task,
      Map<String, Object> preprocess,
      Map<String, Object> postprocess,
      List<String> labels,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs) {
    Map<String, List<String>> lines =
        labels.isEmpty() ? Map.of() : Map.of(TextFiles.LABELS, labels);
    check(task, preprocess, postprocess, files(lines), new Signature(inputs, outputs));
  }

  private void check(
      TaskName task,
      Map<String, Object> preprocess,
      Map<String, Object> postprocess,
      TextFiles files,
      Signature signature) {
    tokenizers.begin(files);
    try {
      new TextCheck(tokenizers)
          .check(task, FakeTaskModels.spec(task, preprocess, postprocess), files, signature);
    } finally {
      tokenizers.end(files);
    }
  }

  private static TextFiles files(Map<String, List<String>> lines) {
    Path words = Path.of("src/test/resources/text/tokenizers/letters.txt");
    return new TextFiles(lines, Map.of(TextFiles.TOKENIZER, new TextFiles.Document(words, "0")));
  }

  private static List<TensorSpec> ids() {
    return List.of(new TensorSpec("input_ids", DataType.INT64, Shape.of(ANY, ANY)));
  }

  private static List<TensorSpec> logits(int classes) {
    return List.of(new TensorSpec("logits", DataType.FP32, Shape.of(ANY, classes)));
  }
}
