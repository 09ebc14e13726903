package engine.media;

import engine.Bench;
import engine.Options;
import engine.Scenario;
import engine.hostile.HostileRounds;
import engine.media.MediaClient.Reply;
import engine.report.Section;
import engine.service.Repository;
import engine.service.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Pictures and sounds that mean harm or nothing, as bytes and in forms: the corpus of the tests and
 * seeded mutations of it, sent to the shipped models over four connections. Whatever comes must be
 * answered or refused as the client's fault, and memory must stay flat.
 */
public final class HostileMedia implements Scenario {

  private static final Path MODELS = Path.of("models/repository");
  private static final Path CORPUS = Path.of("src/test/resources/hostile-media");
  private static final int CONNECTIONS = 4;

  private final HostileRounds rounds = new HostileRounds();

  /** A file of the corpus, and where it is sent. */
  private record Sample(String name, String path, byte[] bytes) {

    String field() {
      return path.startsWith("/v1/images") ? "image" : "file";
    }
  }

  @Override
  public String name() {
    return "hostile-media";
  }

  @Override
  public String title() {
    return "Hostile pictures and sounds";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Options options = bench.options();
    int requests = options.number("media-requests");
    int seed = options.number("seed");
    List<Sample> corpus = corpus();
    try (Service service = bench.serve(name(), new Repository(MODELS), "-Xmx512m")) {
      rounds.run(
          service,
          section,
          round -> attack(service, corpus, requests / HostileRounds.ROUNDS, seed + 100L * round));
      section.text("Seed %d; %,d requests.", seed, requests);
      rounds.claim(service, section, "5xx, hangs and empty answers");
    }
    rounds.report(section, "file");
  }

  private static List<Sample> corpus() throws IOException {
    List<Sample> corpus = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        byte[] bytes = Files.readAllBytes(file);
        if (Stream.of(".wav", ".flac", ".ogg", ".mp3").anyMatch(name::endsWith)) {
          corpus.add(new Sample(name, "/v1/audio/transcriptions?model=digits", bytes));
        } else if (!name.endsWith(".md")) {
          corpus.add(new Sample(name, "/v1/images/classify?model=fashion-mnist", bytes));
        }
      }
    }
    return corpus;
  }

  private void attack(Service service, List<Sample> corpus, int requests, long seed)
      throws Exception {
    List<Callable<Void>> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Random random = new Random(seed + i);
      connections.add(() -> send(service, corpus, requests / CONNECTIONS, random));
    }
    HostileRounds.atOnce(connections);
  }

  private Void send(Service service, List<Sample> corpus, int requests, Random random)
      throws InterruptedException {
    try (MediaClient client = new MediaClient(service.httpPort())) {
      for (int i = 0; i < requests && service.isAlive(); i++) {
        Sample sample = corpus.get(random.nextInt(corpus.size()));
        byte[] body = mutate(sample.bytes(), random);
        String type = "application/octet-stream";
        if (random.nextBoolean()) {
          type = "multipart/form-data; boundary=x";
          body = form(sample.field(), body);
          body = random.nextBoolean() ? mutate(body, random) : body;
        }
        try {
          judge(sample, client.post(sample.path(), body, type));
        } catch (IOException e) {
          rounds.judged(sample.name(), "none", sample.name() + ": " + e);
        }
      }
    }
    return null;
  }

  private void judge(Sample sample, Reply reply) {
    boolean isWrong = reply.status() >= 500 || reply.body().isBlank();
    rounds.judged(
        sample.name(),
        "" + reply.status(),
        isWrong ? sample.name() + ": " + reply.status() + " " + reply.body() : "");
  }

  private static byte[] form(String name, byte[] file) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    form.writeBytes(file);
    form.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.US_ASCII));
    return form.toByteArray();
  }

  /** Up to four changes: bytes replaced, cut off, or repeated. */
  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    for (int left = random.nextInt(5); left > 0 && bytes.length > 1; left--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes = Arrays.copyOf(bytes, at);
        case 1 -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(64));
        default -> bytes[at] = (byte) random.nextInt();
      }
    }
    return bytes;
  }
}
