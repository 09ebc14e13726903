package io.salver.task.text;

import io.salver.model.TextFiles;
import io.salver.task.ClassScore;
import io.salver.task.TaskName;
import io.salver.task.text.FakeReader.Output;
import io.salver.task.text.TextFinding.Classes;
import io.salver.task.text.TextFinding.Entities;
import io.salver.task.text.TextFinding.Entity;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Models that know the letters a, b and c, and what is asked of them. */
final class LetterModels {

  static final TextTask.Classify CLASSIFY =
      new TextTask.Classify(OptionalInt.empty(), OptionalDouble.empty());
  static final TextTask.Tag TAG = new TextTask.Tag(OptionalDouble.empty());
  private static final Map<String, List<String>> ABC =
      Map.of(TextFiles.LABELS, List.of("a", "b", "c"));

  /** How often each of the letters a, b, c is there. */
  private static final Output COUNTS =
      new Output(
          "logits",
          false,
          3,
          (ids, output) -> {
            for (int letter = 0; letter < 3; letter++) {
              int count = 0;
              for (long id : ids) {
                count += id == FakeReader.FIRST + letter ? 1 : 0;
              }
              output.put(count);
            }
          });

  /** B-x for a, I-x for b, B-y for c, else O. */
  private static final Output LABELS =
      new Output(
          "logits",
          true,
          4,
          (ids, output) -> {
            for (long id : ids) {
              int label = id >= FakeReader.FIRST && id < FakeReader.FIRST + 3 ? (int) id - 3 : 0;
              for (int i = 0; i < 4; i++) {
                output.put(i == label ? 5 : 0);
              }
            }
          });

  private static final Map<String, List<String>> XY =
      Map.of(TextFiles.LABELS, List.of("O", "B-x", "I-x", "B-y"));

  private LetterModels() {}

  /** Counts letters: the class of a text is the one of a, b and c that it has most of. */
  static FakeReader classifier(Map<String, Object> preprocess, Map<String, Object> postprocess) {
    return new FakeReader(
        TaskName.TEXT_CLASSIFICATION, preprocess, postprocess, ABC, List.of(COUNTS));
  }

  /** Begins an entity x at each a, which each b goes on with, and an entity y at each c. */
  static FakeReader tagger(Map<String, Object> preprocess) {
    return new FakeReader(TaskName.TOKEN_CLASSIFICATION, preprocess, Map.of(), XY, List.of(LABELS));
  }

  static List<Entity> entities(FakeReader tagger, String text) {
    return ((Entities) tagger.read(List.of(text), TAG).texts().getFirst().finding()).entities();
  }

  static ClassScore best(TextAnswer.Reading reading) {
    return ((Classes) reading.finding()).best().getFirst();
  }
}
