package io.salver.task.vision;

import io.salver.image.Placement;
import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import io.salver.task.ClassHead;
import io.salver.task.OutputValues;
import io.salver.tensor.Tensors;
import java.util.Map;

/** The best of the classes that one output {@code [n, classes]} scores. */
record Classification(ClassHead head) implements Postprocess {

  static Classification read(Map<String, Object> values, TextFiles texts, Signature signature) {
    Section settings = Section.of(Origin.MODEL_YAML, "postprocess", values, ClassHead.KEYS);
    return new Classification(ClassHead.read(settings, texts, signature));
  }

  @Override
  public Finding find(Tensors outputs, int rows, int row, Placement placement, VisionTask task) {
    var _ = OutputValues.rowShape(outputs, head.output(), rows);
    float[] scores = head.activate(OutputValues.row(outputs, head.output(), row));
    int count =
        task instanceof VisionTask.Classify asked ? asked.topK().orElse(head.topK()) : head.topK();
    return new Finding.Classes(head.best(scores, count), scores);
  }
}
