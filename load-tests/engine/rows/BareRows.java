package engine.rows;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * The yardstick: a model of districts in ONNX Runtime, called from Java with tensors that are there
 * and nothing around it, by one thread. Closing it closes the session.
 */
final class BareRows implements AutoCloseable {

  private final OrtEnvironment environment =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "bare");
  private final OrtSession session;

  BareRows(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(model.toString(), options);
    }
  }

  /** Rows a second while it runs over and over for so many nanoseconds. */
  double perSecond(Districts rows, long nanos) throws OrtException {
    FloatBuffer numbers = rows.numbers();
    LongBuffer categories = rows.categories();
    long start = System.nanoTime();
    long done = 0;
    long passed = 0;
    while (passed < nanos) {
      run(rows.count(), numbers, categories);
      done += rows.count();
      passed = System.nanoTime() - start;
    }
    return done * 1e9 / passed;
  }

  /** One run; answers the first value. */
  private float run(int rows, FloatBuffer numbers, LongBuffer categories) throws OrtException {
    long[] wide = {rows, Districts.NUMBERS.size()};
    try (OnnxTensor first = OnnxTensor.createTensor(environment, numbers, wide);
        OnnxTensor second = OnnxTensor.createTensor(environment, categories, new long[] {rows, 1});
        OrtSession.Result result = session.run(Map.of("numbers", first, "categories", second))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
