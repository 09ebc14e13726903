package io.salver.api.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Writes answers of ModelInfer. Thread-safe. */
final class ModelInferAnswers implements Marshaller<ModelInferAnswer> {

  @Override
  public InputStream stream(ModelInferAnswer answer) {
    return new AnswerStream(answer);
  }

  @Override
  public ModelInferAnswer parse(InputStream stream) {
    throw new UnsupportedOperationException("a server receives no answers");
  }

  /** Drained by the Netty transport while the message is sent; read by others. */
  private static final class AnswerStream extends InputStream implements Drainable, KnownLength {

    private final ModelInferAnswer answer;
    private @Nullable InputStream read;
    private boolean drained;

    AnswerStream(ModelInferAnswer answer) {
      this.answer = answer;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      drained = true;
      answer.writeTo(target);
      return answer.size();
    }

    @Override
    public int available() throws IOException {
      if (read != null) {
        return read.available();
      }
      return drained ? 0 : answer.size();
    }

    @Override
    public int read() throws IOException {
      return bytes().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return bytes().read(target, offset, length);
    }

    private InputStream bytes() throws IOException {
      if (read == null) {
        ByteArrayOutputStream copy = new ByteArrayOutputStream(answer.size());
        answer.writeTo(copy);
        read = new ByteArrayInputStream(copy.toByteArray());
      }
      return read;
    }
  }
}
