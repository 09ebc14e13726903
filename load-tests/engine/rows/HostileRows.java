package engine.rows;

import engine.Bench;
import engine.Options;
import engine.Scenario;
import engine.hostile.HostileRounds;
import engine.media.MediaClient;
import engine.media.MediaClient.Reply;
import engine.report.Section;
import engine.service.Repository;
import engine.service.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Texts and rows that mean harm or nothing, over REST and gRPC: faults of which it is known where
 * the client must be told that they are, seeded mutations of valid bodies, and words of a megabyte.
 * Nothing may be the server's fault, and memory must stay flat.
 */
public final class HostileRows implements Scenario {

  private static final Path MODELS = Path.of("models/repository");
  private static final List<String> USED =
      List.of(
          "sst2", "snips", "answers", "sentences", "shakespeare", "california-mdn", "shop-appeal");
  private static final int CONNECTIONS = 4;

  private final HostileRounds rounds = new HostileRounds();

  @Override
  public String name() {
    return "hostile-rows";
  }

  @Override
  public String title() {
    return "Hostile texts and rows";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    Options options = bench.options();
    Repository models =
        Repository.copied(bench.directory(name()).resolve("repository"), MODELS, USED);
    try (Service service = bench.serve(name(), models, "-Xmx512m")) {
      rounds.run(service, section, round -> attack(service, options, round));
      sendAll(service);
      section.text(
          "Seed %d; %,d requests, %d of them of one word of a million characters.",
          options.number("seed"), requests(options), longWords(options));
      rounds.claim(service, section, "5xx, hangs, and errors that do not say where");
    }
    rounds.report(section, "kind");
  }

  private static int requests(Options options) {
    return options.number("text-requests") + longWords(options);
  }

  /**
   * The first round has one for each task, so that all memory that they need is there before it is
   * watched; further rounds have some if asked so.
   */
  private static int longWords(Options options) {
    return TextTrials.LONG_WORDS + (HostileRounds.ROUNDS - 1) * options.number("long-words");
  }

  private void attack(Service service, Options options, int round) throws Exception {
    int each = options.number("text-requests") / HostileRounds.ROUNDS / CONNECTIONS;
    long seed = options.number("seed") + 100L * round;
    List<Callable<Void>> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS - 1; i++) {
      Random random = new Random(seed + i);
      int words = i > 0 ? 0 : round == 0 ? TextTrials.LONG_WORDS : options.number("long-words");
      connections.add(() -> send(service, each, words, round, random));
    }
    Random random = new Random(seed + CONNECTIONS);
    connections.add(() -> call(service, each, random));
    HostileRounds.atOnce(connections);
  }

  private Void send(Service service, int requests, int words, int round, Random random)
      throws InterruptedException {
    try (MediaClient client = new MediaClient(service.httpPort())) {
      for (int i = 0; i < words; i++) {
        send(client, TextTrials.longWord(round * words + i));
      }
      for (int i = 0; i < requests && service.isAlive(); i++) {
        send(client, random.nextBoolean() ? RowTrials.next(random) : TextTrials.next(random));
      }
    }
    return null;
  }

  private Void call(Service service, int requests, Random random) {
    try (GrpcTrials grpc = new GrpcTrials(service.grpcPort())) {
      for (int i = 0; i < requests && service.isAlive(); i++) {
        GrpcTrials.Answer answer = grpc.next(random);
        rounds.judged(answer.kind(), answer.code(), answer.fault());
      }
    }
    return null;
  }

  /** Valid requests of every kind must still be answered. */
  private void sendAll(Service service) throws InterruptedException {
    try (MediaClient client = new MediaClient(service.httpPort())) {
      send(client, RowTrials.good());
      for (Trial trial : TextTrials.good()) {
        send(client, trial);
      }
    }
  }

  private void send(MediaClient client, Trial trial) throws InterruptedException {
    try {
      Reply reply = client.post(trial.path(), trial.body(), trial.type());
      rounds.judged(trial.name(), "" + reply.status(), trial.judge(reply.status(), reply.body()));
    } catch (IOException e) {
      rounds.judged(trial.name(), "none", trial.name() + ": " + e);
    }
  }
}
