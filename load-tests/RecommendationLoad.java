import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import recommendations.ItemChanges;
import recommendations.Latencies;

/**
 * Loads a running service with recommendations of random known users and prints latencies.
 *
 * <p>First it finds saturation, with a fixed number of requests always under way. Then it sends
 * requests at a fraction of that rate, at moments drawn beforehand (Poisson arrivals) that do not
 * wait for answers, and counts every latency from the moment that was drawn: a stall of the service
 * is felt by all requests that should have been sent meanwhile. Every latency is kept, so
 * percentiles are exact.
 *
 * <p>It needs nothing but a JDK: {@code java load-tests/RecommendationLoad.java --users 20000}.
 */
public final class RecommendationLoad {

  private final HttpClient http;
  private final URI url;
  private final ItemChanges changes;
  private final Map<String, String> options;

  private RecommendationLoad(Map<String, String> options) {
    this.options = options;
    this.url = URI.create(options.get("url") + "/v1/recommendations");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    String recommender = options.get("recommender");
    URI items = URI.create(options.get("url") + "/v1/recommenders/" + recommender + "/items");
    this.changes =
        new ItemChanges(http, url, items, recommender, number("upserts"), number("items"));
  }

  /** Runs with options such as {@code --rate-fraction 0.5}; see {@link #defaults}. */
  public static void main(String... arguments) throws Exception {
    Map<String, String> options = new TreeMap<>(defaults());
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String name = arguments[i].replaceFirst("^--", "");
      if (options.put(name, arguments[i + 1]) == null) {
        throw new IllegalArgumentException("no option " + name + " among " + options.keySet());
      }
    }
    RecommendationLoad load = new RecommendationLoad(options);
    if (!options.get("truth").isEmpty()) {
      load.recall(Path.of(options.get("truth")));
    }
    load.measure();
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("url", "http://127.0.0.1:8080");
    defaults.put("recommender", "shop");
    defaults.put("users", "20000");
    defaults.put("candidates", "500");
    defaults.put("k", "10");
    defaults.put("connections", "4");
    defaults.put("warmup-seconds", "15");
    defaults.put("seconds", "20");
    defaults.put("runs", "3");
    defaults.put("rate-fraction", "0.5");
    defaults.put("truth", "");
    defaults.put("upserts", "0");
    defaults.put("items", "1000000");
    defaults.put("seed", "1");
    return defaults;
  }

  private void measure() throws InterruptedException {
    System.out.println("options " + options);
    closedLoop(Duration.ofSeconds(number("warmup-seconds")), 0);
    List<Run> runs = new ArrayList<>();
    List<Run> besides = new ArrayList<>();
    for (int run = 1; run <= number("runs"); run++) {
      double saturation = closedLoop(Duration.ofSeconds(number("seconds")), run);
      double rate = saturation * Double.parseDouble(options.get("rate-fraction"));
      Latencies latencies = openLoop(rate, Duration.ofSeconds(number("seconds")), run);
      System.out.printf(
          Locale.ROOT, "run %d: saturation %.0f/s, open model at %.0f/s%n", run, saturation, rate);
      runs.add(new Run(saturation, latencies.summary()));
      Latencies.print(runs.getLast().latencies());
      if (number("upserts") > 0) {
        besides.add(new Run(saturation, beside(rate, run, runs.getLast())));
      }
    }
    System.out.println("medians of " + runs.size() + " runs");
    System.out.printf(
        Locale.ROOT,
        "  saturation %.0f/s%n",
        Latencies.median(runs.stream().mapToDouble(Run::saturation).toArray()));
    Latencies.print(medians(runs));
    if (!besides.isEmpty()) {
      System.out.println("medians of " + besides.size() + " runs with upserts");
      Latencies.print(medians(besides));
    }
  }

  /** The same requests once more, while items change. */
  private Map<String, double[]> beside(double rate, int run, Run quiet) throws InterruptedException {
    long start = System.nanoTime();
    changes.begin();
    Latencies latencies = openLoop(rate, Duration.ofSeconds(number("seconds")), run);
    changes.end();
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, double[]> beside = latencies.summary();
    System.out.printf(
        Locale.ROOT,
        "run %d with %d upserts a second: p99 of the request %.2f times the quiet one; %s%n",
        run,
        number("upserts"),
        beside.get("request")[2] / quiet.latencies().get("request")[2],
        changes.report(seconds));
    Latencies.print(beside);
    return beside;
  }

  private record Run(double saturation, Map<String, double[]> latencies) {}

  /** Keeps so many requests under way and answers how many were answered per second. */
  private double closedLoop(Duration duration, int seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Semaphore places = new Semaphore(number("connections"));
    Latencies latencies = new Latencies();
    long start = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      places.acquire();
      send(random, System.nanoTime(), latencies, places::release);
      sent++;
    }
    places.acquire(number("connections"));
    return sent / ((System.nanoTime() - start) / 1e9);
  }

  /** Sends at moments drawn beforehand, without waiting for answers. */
  private Latencies openLoop(double rate, Duration duration, int seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(number("seed") + seed);
    long[] moments = moments(random, rate, duration);
    Latencies latencies = new Latencies();
    CountDownLatch answered = new CountDownLatch(moments.length);
    long start = System.nanoTime();
    for (long moment : moments) {
      long intended = start + moment;
      for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(random, intended, latencies, answered::countDown);
    }
    if (!answered.await(30, TimeUnit.SECONDS)) {
      System.out.println("  " + answered.getCount() + " requests were never answered");
    }
    return latencies;
  }

  private static long[] moments(SplittableRandom random, double rate, Duration duration) {
    long[] moments = new long[(int) (rate * duration.toSeconds())];
    double at = 0;
    for (int i = 0; i < moments.length; i++) {
      at += -Math.log1p(-random.nextDouble()) / rate;
      moments[i] = (long) (at * 1e9);
    }
    return moments;
  }

  private void send(SplittableRandom random, long intended, Latencies latencies, Runnable done) {
    long user = 1 + random.nextLong(number("users"));
    long sent = System.nanoTime();
    var unused =
        http.sendAsync(request(user, number("k"), number("candidates")), BodyHandlers.ofString())
            .whenComplete(
                (response, failure) -> {
                  latencies.record(System.nanoTime() - intended, response);
                  if (response != null) {
                    changes.check(response, sent);
                  }
                  done.run();
                });
  }

  private HttpRequest request(long user, int k, int candidates) {
    String body =
        "{\"recommender\":\"%s\",\"user_id\":%d,\"k\":%d,\"candidates\":%d,\"timeout_ms\":10000}"
            .formatted(options.get("recommender"), user, k, candidates);
    return HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString(body)).build();
  }

  /** Compares what is retrieved with the exact neighbours: lines of {@code user,item,item,…}. */
  private void recall(Path truth) throws IOException, InterruptedException {
    double sum = 0;
    int users = 0;
    for (String line : Files.readAllLines(truth)) {
      String[] cells = line.split(",");
      Set<String> nearest = new HashSet<>(Arrays.asList(cells).subList(1, cells.length));
      HttpRequest request = request(Long.parseLong(cells[0]), nearest.size(), nearest.size());
      String answer = http.send(request, BodyHandlers.ofString()).body();
      Matcher id = ItemChanges.ITEM.matcher(answer);
      int found = 0;
      while (id.find()) {
        found += nearest.contains(id.group(1)) ? 1 : 0;
      }
      sum += (double) found / nearest.size();
      users++;
    }
    System.out.printf(Locale.ROOT, "recall@k of retrieval over %d users: %.4f%n", users, sum / users);
  }

  private int number(String option) {
    return Integer.parseInt(options.get(option));
  }

  private static Map<String, double[]> medians(List<Run> runs) {
    return Latencies.medians(runs.stream().map(Run::latencies).toList());
  }
}
