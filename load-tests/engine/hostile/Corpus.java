package engine.hostile;

import engine.hostile.Case.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Requests in files: {@code EXPECT.kind.http}, all bytes of an HTTP request; {@code .grpc}, one
 * message; {@code .frames}, what follows HEADERS on an HTTP/2 stream. Found failures are added by
 * hand; {@code --save-corpus} writes one of every kind anew.
 */
final class Corpus {

  static final Path CHECKED_IN = Path.of("load-tests/engine/corpus");

  private static final int MOST_BYTES = 16 * 1024;

  private Corpus() {}

  static List<Case> read(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(directory)) {
      files = list.sorted().toList();
    }
    List<Case> cases = new ArrayList<>();
    for (Path file : files) {
      String[] name = file.getFileName().toString().split("\\.");
      cases.add(Case.of(way(name[2]), name[1], Expect.named(name[0]), Files.readAllBytes(file)));
    }
    return cases;
  }

  /** One of every kind that is small. */
  static void write(Path directory, List<Kinds> kinds, long seed) throws IOException {
    Files.createDirectories(directory);
    for (Kinds some : kinds) {
      for (Case request : some.all(new Random(seed))) {
        if (request.bytes().length <= MOST_BYTES) {
          String name = request.expect().word() + "." + request.kind() + extension(request.way());
          Files.write(directory.resolve(name), request.bytes());
        }
      }
    }
  }

  static String extension(Way way) {
    return switch (way) {
      case REST -> ".http";
      case GRPC -> ".grpc";
      case FRAME -> ".frames";
    };
  }

  private static Way way(String extension) {
    return switch (extension) {
      case "http" -> Way.REST;
      case "grpc" -> Way.GRPC;
      case "frames" -> Way.FRAME;
      default -> throw new IllegalArgumentException("unknown kind of corpus file ." + extension);
    };
  }
}
