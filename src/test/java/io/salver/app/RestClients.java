package io.salver.app;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * HTTP clients that send one request after the other until closed. Those of HTTP/1.1 are on bare
 * sockets, which repeat nothing on their own; a connection is used until an answer says {@code
 * Connection: close} or requests go elsewhere. Thread-safe.
 */
final class RestClients implements AutoCloseable {

  static final String NOBODY_THERE = "nobody there";

  private static final int TIMEOUT_MILLIS = 90_000;
  private static final String PATH = "/v2/models/echo/infer";
  private static final String BODY =
      "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[1,2]}]}";
  private static final byte[] REQUEST =
      ("POST "
              + PATH
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
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

  /** Asks over one connection of HTTP/2. */
  void multiplex(IntSupplier port, RequestTally tally) {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      while (!closed) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port.getAsInt(), PATH));
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(BODY)).build(),
                BodyHandlers.ofString());
        if (answer.statusCode() == 200 && answer.version() == HttpClient.Version.HTTP_2) {
          tally.succeeded();
        } else {
          tally.failed(answer.version() + " " + answer.statusCode() + " " + answer.body());
        }
      }
    } catch (IOException cut) {
      tally.failed(cut.toString());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
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
