package engine.hostile;

import engine.hostile.Reception.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * Opens an HTTP/2 connection, sends the HEADERS of a ModelInfer call and then the bytes of the
 * case, and waits for the end of stream 1 or of the connection. Header fields go out literally (RFC
 * 7541, section 6.2.2) and answers are not decoded beyond their frames.
 */
final class FrameSender implements Sender {

  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte HEADERS = 1;
  private static final byte RST_STREAM = 3;
  private static final byte SETTINGS = 4;
  private static final byte GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final byte END_HEADERS = 4;

  private final int port;

  FrameSender(int port) {
    this.port = port;
  }

  @Override
  public Reception send(Case request) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setSoLinger(true, 0);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(PREFACE);
      out.writeBytes(Frames.frame(SETTINGS, (byte) 0, new byte[0]));
      out.writeBytes(Frames.frame(HEADERS, END_HEADERS, headers()));
      out.writeBytes(request.bytes());
      return exchange(socket, out.toByteArray());
    } catch (IOException e) {
      return Reception.without(Kind.UNREACHABLE, e.toString());
    }
  }

  @Override
  public void close() {}

  private static Reception exchange(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return read(new DataInputStream(socket.getInputStream()));
    } catch (SocketTimeoutException e) {
      return Reception.without(Kind.SILENT, e.toString());
    } catch (IOException e) {
      return Reception.without(Kind.CLOSED, e.toString());
    }
  }

  private static Reception read(DataInputStream in) throws IOException {
    boolean data = false;
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      byte type = in.readByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      if (in.readNBytes(length).length < length) {
        throw new EOFException("a frame is cut off");
      }
      data |= type == 0 && length > 0;
      if (type == GOAWAY) {
        return new Reception(Kind.CLIENT_FAULT, "GOAWAY", new byte[0], "");
      }
      if (stream == 1 && type == RST_STREAM) {
        return new Reception(Kind.CLIENT_FAULT, "RST_STREAM", new byte[0], "");
      }
      if (stream == 1 && (flags & END_STREAM) != 0) {
        return data
            ? new Reception(Kind.SUCCESS, "answer", new byte[0], "")
            : new Reception(Kind.CLIENT_FAULT, "trailers", new byte[0], "");
      }
    }
  }

  private static byte[] headers() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", "POST");
    field(block, ":scheme", "http");
    field(block, ":path", "/inference.GRPCInferenceService/ModelInfer");
    field(block, ":authority", "127.0.0.1");
    field(block, "content-type", "application/grpc");
    field(block, "te", "trailers");
    return block.toByteArray();
  }

  private static void field(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    block.write(name.length());
    block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    block.write(value.length());
    block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }
}
