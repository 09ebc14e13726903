package io.salver.task.speech;

import io.salver.model.Signature;
import io.salver.model.TextFiles;
import io.salver.sound.WaveWriter;
import io.salver.task.FakeTaskModels;
import io.salver.task.TaskName;
import io.salver.tensor.DataType;
import io.salver.tensor.Shape;
import io.salver.tensor.Tensor;
import io.salver.tensor.TensorScope;
import io.salver.tensor.TensorSpec;
import io.salver.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A recogniser that hears the loudness of each 20 ms: a tenth of full scale is the first symbol
 * after the blank, two tenths the second. It knows nothing of what is around.
 */
final class LevelRecogniser {

  static final int RATE = 8_000;
  static final int FRAME = 160;
  static final String NAME = "levels";

  static final List<String> SYMBOLS = List.of("<pad>", "a", "b", "c", "d", "|");
  private static final float SURE = 6;

  private LevelRecogniser() {}

  /** Adds the model, with more keys of {@code postprocess}. */
  static void addTo(FakeTaskModels models, long version, Map<String, Object> more) {
    addTo(models, version, more, Map.of(), LevelRecogniser::run);
  }

  /** Adds a model that gives what {@code run} does. */
  static void addTo(
      FakeTaskModels models,
      long version,
      Map<String, Object> more,
      Map<String, List<String>> texts,
      FakeTaskModels.Run run) {
    Map<String, Object> postprocess = new HashMap<>(more);
    postprocess.put("vocabulary", "vocabulary.txt");
    Map<String, List<String>> files = new HashMap<>(texts);
    files.put(TextFiles.VOCABULARY, SYMBOLS);
    models.put(
        NAME,
        version,
        FakeTaskModels.spec(TaskName.SPEECH_RECOGNITION, Map.of("sample-rate", RATE), postprocess),
        new TextFiles(files),
        new Signature(
            List.of(new TensorSpec("sound", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY))),
            List.of(
                new TensorSpec(
                    "scores", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY, SYMBOLS.size())))),
        run);
  }

  /** The samples of symbols; {@code .} is silence, each lasts as many frames as it is repeated. */
  static float[] samples(String symbols) {
    float[] samples = new float[symbols.length() * FRAME];
    for (int i = 0; i < symbols.length(); i++) {
      int level = Math.max(0, SYMBOLS.indexOf(symbols.substring(i, i + 1)));
      Arrays.fill(samples, i * FRAME, (i + 1) * FRAME, level / 10f);
    }
    return samples;
  }

  /** A WAV file of symbols. */
  static byte[] wav(String symbols) {
    return WaveWriter.write(samples(symbols), RATE);
  }

  static Tensors run(Tensors inputs, TensorScope scope) {
    Tensor.Dense sound = inputs.dense("sound");
    int rows = (int) sound.shape().extent(0);
    int length = (int) sound.shape().extent(1);
    float[] samples = new float[rows * length];
    sound.view().asFloatBuffer().get(samples);
    int frames = length / FRAME;
    List<Float> scores = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      for (int frame = 0; frame < frames; frame++) {
        float level = samples[row * length + frame * FRAME + FRAME / 2] * 10;
        for (int symbol = 0; symbol < SYMBOLS.size(); symbol++) {
          scores.add(Math.round(level) == symbol ? SURE : 0f);
        }
      }
    }
    Tensor.Dense output = scope.allocate(DataType.FP32, Shape.of(rows, frames, SYMBOLS.size()));
    var floats = output.view().asFloatBuffer();
    scores.forEach(floats::put);
    return Tensors.of("scores", output);
  }
}
