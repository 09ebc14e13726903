package io.salver.app;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * HTTP/1.1 clients on bare sockets, which repeat nothing on their own: one request after the other
 * until closed. A connection is used until an answer says {@code Connection: close} or requests go
 * elsewhere. Thread-safe.
 */
final class RestClients implements AutoCloseable {

  static final String NOBODY_THERE = "nobody there";

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2]}]}";
  private static final byte[] REQUEST =
      ("POST /v2/models/echo/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;

  /** Starts so many clients. */
  void start(int clients, Runnable client) {
    for (int i = 0; i < clients; i++) {
      threads.execute(client);
    }
  }

  /** Asks over one connection as long as it may. */
  void keepConnection(IntSupplier port, RequestTally tally) {
    converse(port, tally, true);
  }

  /** Asks over a connection for each request. */
  void connectAnew(IntSupplier port, RequestTally tally) {
    converse(port, tally, false);
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }

  private void converse(IntSupplier port, RequestTally tally, boolean keep) {
    while (!closed) {
      int to = port.getAsInt();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), to)) {
        converse(socket, () -> keep && !closed && port.getAsInt() == to, tally);
      } catch (IOException refused) {
        tally.failed(NOBODY_THERE);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  private interface More {
    boolean wanted();
  }

  private static void converse(Socket socket, More more, RequestTally tally) {
    int asked = 0;
    try {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      boolean last;
      do {
        asked++;
        socket.getOutputStream().write(REQUEST);
        String head = head(in);
        byte[] body = in.readNBytes(Integer.parseInt(field(head, "content-length")));
        if (head.startsWith("HTTP/1.1 200")) {
          tally.succeeded();
        } else {
          tally.failed(head.substring(9, 12) + " " + new String(body, StandardCharsets.UTF_8));
        }
        last = field(head, "connection").equals("close");
      } while (!last && more.wanted());
    } catch (IOException cut) {
      tally.failed(
          asked == 1 ? NOBODY_THERE + " on a new connection" : "cut on a kept connection: " + cut);
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("ended after " + head.length() + " bytes of the head");
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT).replaceFirst("http", "HTTP");
  }

  private static String field(String head, String name) {
    int at = head.indexOf("\r\n" + name + ": ");
    if (at < 0) {
      return "";
    }
    int from = at + name.length() + 4;
    return head.substring(from, head.indexOf('\r', from));
  }
}
