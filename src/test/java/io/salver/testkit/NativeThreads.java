package io.salver.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Counts the native threads that native code starts. On Linux a thread inherits the name of the one
 * that starts it, unless it takes another; so those that work starts on a thread of a name of its
 * own are found by that name, whatever the JVM does meanwhile.
 */
public final class NativeThreads {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final AtomicInteger NAMES = new AtomicInteger();

  private NativeThreads() {}

  /** How many native threads {@code work} has started that live while its result is open. */
  public static long startedBy(Callable<? extends AutoCloseable> work) throws Exception {
    String name = "probe-" + NAMES.incrementAndGet();
    try (ExecutorService thread =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).factory())) {
      return thread
          .submit(
              () -> {
                try (AutoCloseable _ = work.call()) {
                  return named(name) - 1;
                }
              })
          .get();
    }
  }

  private static long named(String name) {
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.filter(task -> name.equals(comm(task))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String comm(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
