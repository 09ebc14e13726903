package io.salver.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on which nobody listens, below those that the system gives to connections and to whoever
 * takes any: so none is taken between the look and the use but by one who draws them likewise. No
 * port is given twice before all were. Thread-safe.
 */
public final class FreePorts {

  private static final int FIRST = 15_000;
  private static final int COUNT = 17_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePorts() {}

  /** One of them. */
  public static int one() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("no port from %d on is free".formatted(FIRST)));
  }

  /** Whether it is so at every address. */
  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
