package engine.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP/1.1 connection that sends any bytes and reads one whole answer, for checks that look at
 * what was answered. Not thread-safe.
 */
public final class Blocking implements AutoCloseable {

  private static final int MOST_HEAD_BYTES = 64 * 1024;

  private final Socket socket = new Socket();
  private final InputStream in;

  public Blocking(int port, int timeoutMillis) throws IOException {
    socket.connect(new InetSocketAddress("127.0.0.1", port), timeoutMillis);
    socket.setSoTimeout(timeoutMillis);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** An answer; field names are in lower case. */
  public record Answer(int status, Map<String, String> fields, byte[] body) {

    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the service hangs up after it. */
    public boolean isLast() {
      return fields.getOrDefault("connection", "").equalsIgnoreCase("close");
    }
  }

  /** The service does not answer in time. */
  public static final class Silence extends IOException {
    private static final long serialVersionUID = 1;

    Silence(SocketTimeoutException cause) {
      super("no answer in time", cause);
    }
  }

  public void send(byte[] request) throws IOException {
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
  }

  /** Tells the service that nothing more will come. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  public Answer exchange(byte[] request) throws IOException {
    send(request);
    return read();
  }

  /**
   * The next answer.
   *
   * @throws Silence when it does not come in time
   * @throws EOFException when the service hung up instead
   */
  public Answer read() throws IOException {
    try {
      String[] lines = head().split("\r\n");
      Map<String, String> fields = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        String[] field = lines[i].split(":", 2);
        fields.put(field[0].toLowerCase(Locale.ROOT), field[1].trim());
      }
      int status = Integer.parseInt(lines[0].split(" ")[1]);
      if (status == 100) {
        return read();
      }
      return new Answer(status, fields, body(fields));
    } catch (SocketTimeoutException e) {
      throw new Silence(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Resets the connection rather than ending it in order. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.length() == MOST_HEAD_BYTES) {
        throw new EOFException("the connection ended after " + head.length() + " bytes of a head");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private byte[] body(Map<String, String> fields) throws IOException {
    String length = fields.get("content-length");
    if (length == null) {
      return fields.containsKey("transfer-encoding") ? in.readAllBytes() : new byte[0];
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    if (body.length < Integer.parseInt(length)) {
      throw new EOFException("the body of an answer is cut off");
    }
    return body;
  }
}
