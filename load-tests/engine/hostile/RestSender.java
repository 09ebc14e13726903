package engine.hostile;

import engine.hostile.Reception.Kind;
import engine.load.Blocking;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keeps a connection for requests whose end is certain and takes a new one for the others. */
final class RestSender implements Sender {

  private static final String HEADER = "inference-header-content-length";

  private final int port;
  private Blocking connection;

  RestSender(int port) {
    this.port = port;
  }

  @Override
  public Reception send(Case request) {
    boolean endless = request.expect() == Expect.ANY || request.expect() == Expect.FAULT_OR_CLOSE;
    try {
      if (endless) {
        drop();
      }
      if (connection == null) {
        connection = new Blocking(port, PATIENCE_MILLIS);
      }
    } catch (ConnectException e) {
      return Reception.without(Kind.UNREACHABLE, e.toString());
    } catch (IOException e) {
      return Reception.without(Kind.UNREACHABLE, e.toString());
    }
    return exchange(request, endless);
  }

  @Override
  public void close() {
    drop();
  }

  private Reception exchange(Case request, boolean endless) {
    boolean keep = false;
    try {
      trySend(request);
      if (endless) {
        tryEnd();
      }
      Blocking.Answer answer = connection.read();
      keep = !endless && !answer.isLast();
      return reception(answer);
    } catch (Blocking.Silence e) {
      return Reception.without(Kind.SILENT, e.toString());
    } catch (IOException | RuntimeException e) {
      return Reception.without(Kind.CLOSED, e.toString());
    } finally {
      if (!keep) {
        drop();
      }
    }
  }

  /** The service may hang up before it has read all; its answer can still be there. */
  private void trySend(Case request) {
    try {
      connection.send(request.bytes());
    } catch (IOException hungUp) {
      // reading tells
    }
  }

  private void tryEnd() {
    try {
      connection.endSending();
    } catch (IOException hungUp) {
      // reading tells
    }
  }

  /** A reset, so that the port is free again at once. */
  private void drop() {
    if (connection != null) {
      try {
        connection.reset();
      } catch (IOException gone) {
        // that is what was wanted
      }
      connection = null;
    }
  }

  private static Reception reception(Blocking.Answer answer) {
    String code = Integer.toString(answer.status());
    byte[] elements = new byte[0];
    if (answer.status() == 200 && answer.fields().containsKey(HEADER)) {
      int json = Integer.parseInt(answer.fields().get(HEADER));
      elements = Arrays.copyOfRange(answer.body(), json, answer.body().length);
    }
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    return new Reception(kind(answer.status()), code, elements, text);
  }

  /** 501, 504 and 505 tell what the client asked for. */
  private static Kind kind(int status) {
    return switch (status) {
      case 501, 504, 505 -> Kind.CLIENT_FAULT;
      default -> status < 300 ? Kind.SUCCESS : status < 500 ? Kind.CLIENT_FAULT : Kind.SERVER_FAULT;
    };
  }
}
