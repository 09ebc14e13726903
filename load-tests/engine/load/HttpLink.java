package engine.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One connection that sends prepared bytes and counts the bytes of the answer; it looks at nothing
 * but the status and the length. Confined to the thread of its {@link HttpLoad}.
 */
final class HttpLink implements AutoCloseable {

  private static final int READ_BYTES = 64 * 1024;
  private static final int HEAD_BYTES = 8 * 1024;
  private static final String LENGTH = "content-length: ";

  private final SocketChannel channel;
  private final SelectionKey key;
  private ByteBuffer request = ByteBuffer.allocate(0);
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
  private final byte[] head = new byte[HEAD_BYTES];
  private int headLength;
  private long bodyLeft = -1;
  private int status;
  private boolean last;
  private long intended;

  HttpLink(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a request in direct memory, which should have been sent at {@code intended}. */
  void send(ByteBuffer request, long intended) throws IOException {
    this.request = request.duplicate();
    this.intended = intended;
    headLength = 0;
    bodyLeft = -1;
    write();
  }

  /** When the request under way should have been sent. */
  long intended() {
    return intended;
  }

  /** Goes on after the selector found the channel ready; answers whether the answer is complete. */
  boolean advance() throws IOException {
    if (key.isWritable()) {
      write();
    }
    read.clear();
    int count = channel.read(read);
    if (count < 0) {
      throw new IOException("the service closed the connection");
    }
    read.flip();
    if (bodyLeft < 0) {
      readHead();
    }
    if (bodyLeft >= 0) {
      bodyLeft -= read.remaining();
    }
    return bodyLeft == 0;
  }

  int status() {
    return status;
  }

  /** Whether the service asked for the end of the connection. */
  boolean isLast() {
    return last;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write() throws IOException {
    channel.write(request);
    key.interestOps(
        request.hasRemaining()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ);
  }

  private void readHead() throws IOException {
    while (read.hasRemaining()) {
      if (headLength == HEAD_BYTES) {
        throw new IOException("the head of an answer is longer than " + HEAD_BYTES + " bytes");
      }
      head[headLength++] = read.get();
      if (headLength >= 4 && head[headLength - 1] == '\n' && head[headLength - 3] == '\n') {
        parseHead();
        return;
      }
    }
  }

  /** {@code HTTP/1.1 200 OK}, and the length among the fields. */
  private void parseHead() throws IOException {
    status = 100 * (head[9] - '0') + 10 * (head[10] - '0') + (head[11] - '0');
    String text = new String(head, 0, headLength, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(LENGTH);
    if (at < 0) {
      text = text.toLowerCase(java.util.Locale.ROOT);
      at = text.indexOf(LENGTH);
    }
    if (at < 0) {
      throw new IOException("the answer has no Content-Length:\n" + text);
    }
    last = text.contains("onnection: close");
    int from = at + LENGTH.length();
    bodyLeft = Long.parseLong(text, from, text.indexOf('\r', from), 10);
  }
}
