package engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * The yardstick: ONNX Runtime called from Java with nothing around it, with the session options of
 * the service (one thread inside a run, no spinning). A run wraps a direct buffer, runs, reads the
 * output and closes. Thread-safe, as sessions are; closing it closes the session.
 */
public final class BareModel implements AutoCloseable {

  private final OrtEnvironment environment =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "bare");
  private final OrtSession session;
  private final long[] shape;

  /** Loads {@code model}, whose one FP32 input {@code x} gets {@code shape}. */
  public BareModel(byte[] model, long... shape) throws OrtException {
    this.shape = shape.clone();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      session = environment.createSession(model, options);
    }
  }

  /** Memory for an input, of ones; each thread needs its own. */
  public FloatBuffer input() {
    int elements = 1;
    for (long extent : shape) {
      elements *= (int) extent;
    }
    FloatBuffer input =
        ByteBuffer.allocateDirect(4 * elements).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < elements; i++) {
      input.put(i, 1);
    }
    return input;
  }

  /** One run; answers the first element of the output. */
  public float run(FloatBuffer input) throws OrtException {
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input, shape);
        OrtSession.Result result = session.run(Map.of("x", tensor))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
