package engine.media;

import engine.Bench;
import engine.Scenario;
import engine.media.MediaClient.Reply;
import engine.report.Section;
import engine.report.Table;
import engine.service.Repository;
import engine.service.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the time of a picture of a million pixels and of ten seconds of sound goes, by the shipped
 * models, and how many are answered a second over one connection and over four.
 */
public final class Media implements Scenario {

  private static final Path MODELS = Path.of("models/repository");
  private static final Pattern MODEL =
      Pattern.compile("\"model\":\"([^\"]+)\",\"version\":\\d+,\"task\":\"([^\"]+)\"");
  private static final String[] PARTS = {
    "wait", "decode", "preprocess", "queue", "run", "postprocess"
  };
  private static final int SECONDS_OF_SOUND = 10;

  /** A kind of request. */
  private record Target(String model, String path, byte[] body) {}

  @Override
  public String name() {
    return "media";
  }

  @Override
  public String title() {
    return "Pictures and sounds";
  }

  @Override
  public void run(Bench bench, Section section) throws Exception {
    section.text(
        "A JPEG of 1,000 × 1,000 pixels (%d kB), and %d s of sound as WAV at 16 kHz. Medians of the parts in milliseconds, as the answers' Server-Timing has them;"
            + " `wait` is for a thread, `queue` for the model.",
        Samples.picture().length / 1000, SECONDS_OF_SOUND);
    Table table =
        new Table(
            "model",
            "connections",
            "wait",
            "decode",
            "preprocess",
            "queue",
            "run",
            "postprocess",
            "all, ms",
            "a second");
    try (Service service = bench.serve(name(), new Repository(MODELS))) {
      for (Target target : targets(service)) {
        for (int connections : new int[] {1, 4}) {
          measure(service, target, connections, bench.options().seconds("warmup").toMillis());
          measured(section, table, service, target, connections, bench);
        }
      }
    }
    section.table(table);
  }

  private static List<Target> targets(Service service) throws Exception {
    List<Target> targets = new ArrayList<>();
    byte[] picture = Samples.picture();
    byte[] sound = Samples.sound(SECONDS_OF_SOUND);
    try (MediaClient client = new MediaClient(service.httpPort())) {
      String models = client.get("/v1/images/models") + client.get("/v1/audio/models");
      for (Matcher model = MODEL.matcher(models); model.find(); ) {
        String name = model.group(1);
        switch (model.group(2)) {
          case "image-classification" -> targets.add(image(name, "classify", picture));
          case "object-detection" -> targets.add(image(name, "detect", picture));
          case "semantic-segmentation" -> targets.add(image(name, "segment", picture));
          case "image-embedding" -> targets.add(image(name, "embed", picture));
          case "speech-recognition" ->
              targets.add(new Target(name, "/v1/audio/transcriptions?model=" + name, sound));
          case "audio-classification" ->
              targets.add(new Target(name, "/v1/audio/classify?model=" + name, sound));
          default -> {} // takes two files, or none
        }
      }
    }
    return targets;
  }

  private static Target image(String model, String task, byte[] picture) {
    return new Target(model, "/v1/images/" + task + "?model=" + model, picture);
  }

  private static void measured(
      Section section, Table table, Service service, Target target, int connections, Bench bench)
      throws Exception {
    long millis = bench.options().measurement().toMillis();
    List<double[]> answers = measure(service, target, connections, millis);
    List<Object> row = new ArrayList<>(List.of(target.model(), connections));
    for (int part = 0; part <= PARTS.length; part++) {
      int column = part;
      double median = median(answers.stream().mapToDouble(each -> each[column]).toArray());
      row.add(median);
      String name = part == PARTS.length ? "all" : PARTS[part];
      section.raw(target.model() + " x" + connections + " " + name + " ms", median);
    }
    row.add(answers.size() * 1e3 / millis);
    table.row(row.toArray());
  }

  /** The parts of every answer and the whole as the client saw it, last. */
  private static List<double[]> measure(
      Service service, Target target, int connections, long millis) throws Exception {
    List<double[]> all = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
      List<Future<List<double[]>>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        running.add(executor.submit(() -> send(service, target, millis)));
      }
      for (Future<List<double[]>> each : running) {
        all.addAll(each.get());
      }
    }
    return all;
  }

  private static List<double[]> send(Service service, Target target, long millis) throws Exception {
    List<double[]> answers = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try (MediaClient client = new MediaClient(service.httpPort())) {
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        Reply reply = client.post(target.path(), target.body(), "application/octet-stream");
        if (reply.status() != 200) {
          throw new IllegalStateException(target.path() + ": " + reply.status() + reply.body());
        }
        double[] parts = new double[PARTS.length + 1];
        for (int part = 0; part < PARTS.length; part++) {
          parts[part] = reply.millis().getOrDefault(PARTS[part], Double.NaN);
        }
        parts[PARTS.length] = (System.nanoTime() - start) / 1e6;
        answers.add(parts);
      }
    }
    return answers;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values.length == 0 ? Double.NaN : values[values.length / 2];
  }
}
