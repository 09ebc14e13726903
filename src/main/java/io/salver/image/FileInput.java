package io.salver.image;

import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory as ImageIO reads it; notes whether anybody asked for more than there is. */
final class FileInput extends ImageInputStreamImpl {

  private final ByteBuffer file;
  private boolean isPassed;

  FileInput(ByteBuffer file) {
    this.file = file.slice();
  }

  /** Whether something was read past the end. */
  boolean isPassed() {
    return isPassed;
  }

  @Override
  public int read() {
    bitOffset = 0;
    if (streamPos >= file.limit()) {
      isPassed = true;
      return -1;
    }
    return file.get((int) streamPos++) & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    if (streamPos >= file.limit()) {
      isPassed = true;
      return -1;
    }
    int count = (int) Math.min(length, file.limit() - streamPos);
    file.get((int) streamPos, target, offset, count);
    streamPos += count;
    return count;
  }

  @Override
  public long length() {
    return file.limit();
  }
}
