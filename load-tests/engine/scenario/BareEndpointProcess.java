package engine.scenario;

import engine.service.ChildJvm;
import engine.service.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@link engine.child.BareEndpoint} as a process of its own. */
record BareEndpointProcess(ChildJvm process, int port) implements AutoCloseable {

  private static final int START_SECONDS = 60;

  static BareEndpointProcess start(Path directory) throws IOException {
    int port = Ports.free();
    Files.createDirectories(directory);
    ChildJvm process =
        ChildJvm.start(
            directory.resolve("bare-endpoint.log"),
            List.of("load-tests/engine/child/BareEndpoint.java", Integer.toString(port)));
    BareEndpointProcess endpoint = new BareEndpointProcess(process, port);
    try {
      endpoint.awaitPort();
      return endpoint;
    } catch (IOException failure) {
      process.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private void awaitPort() throws IOException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() > giveUp) {
        throw new IOException(
            "the bare endpoint did not start:\n" + Files.readString(process.log()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }
}
