package io.salver.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Starts the service. */
@QuarkusMain
public final class Main {

  /**
   * What libraries read from system properties before they start: JavaCPP must not free memory by
   * garbage collection, DJL must not reach for the network, PyTorch must not start threads that
   * fight with ours, and Netty shall show each connection to {@link SlowHeads}.
   */
  private static final Map<String, String> LIBRARY_DEFAULTS =
      Map.of(
          "org.bytedeco.javacpp.noPointerGC", "true",
          "ai.djl.offline", "true",
          "io.netty.bootstrap.extensions", "serviceload",
          "ai.djl.pytorch.num_threads", "1",
          "ai.djl.pytorch.num_interop_threads", "1");

  private Main() {}

  /** Runs until the process is told to stop, or does what the first word of the arguments says. */
  public static void main(String... arguments) {
    LIBRARY_DEFAULTS.forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
    List<String> words = List.of(arguments);
    String first = words.isEmpty() ? "" : words.getFirst();
    List<String> others = words.subList(Math.min(1, words.size()), words.size());
    switch (first) {
      case ProfileCommand.NAME ->
          System.exit(new ProfileCommand(System.getenv(), System.out, System.err).run(others));
      case RolloutCommand.NAME ->
          System.exit(new RolloutCommand(System.getenv(), System.out, System.err).run(others));
      case KeyCommand.NAME ->
          System.exit(
              new KeyCommand(System.getenv(), InstantSource.system(), System.out, System.err)
                  .run(others));
      default -> Quarkus.run(arguments);
    }
  }
}
