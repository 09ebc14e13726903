import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  private static final Pattern STAGE =
      Pattern.compile("\"stage\":\"([a-z]+)\".*?\"ms\":([0-9.Ee-]+)");
  private static final Pattern ID = Pattern.compile("\\{\"id\":(\\d+),");
  private static final double NANOS_PER_MILLI = 1e6;

  private final HttpClient http;
  private final URI url;
  private final URI items;
  private final Changes changes = new Changes();
  private final Map<String, String> options;

  private RecommendationLoad(Map<String, String> options) {
    this.options = options;
    this.url = URI.create(options.get("url") + "/v1/recommendations");
    this.items =
        URI.create(options.get("url") + "/v1/recommenders/" + options.get("recommender") + "/items");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
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
      Recorder recorder = openLoop(rate, Duration.ofSeconds(number("seconds")), run);
      System.out.printf(
          Locale.ROOT, "run %d: saturation %.0f/s, open model at %.0f/s%n", run, saturation, rate);
      runs.add(new Run(saturation, recorder.summary()));
      print(runs.getLast().latencies());
      if (number("upserts") > 0) {
        besides.add(new Run(saturation, beside(rate, run, runs.getLast())));
      }
    }
    System.out.println("medians of " + runs.size() + " runs");
    System.out.printf(
        Locale.ROOT,
        "  saturation %.0f/s%n",
        median(runs.stream().mapToDouble(Run::saturation).toArray()));
    print(medians(runs));
    if (!besides.isEmpty()) {
      System.out.println("medians of " + besides.size() + " runs with upserts");
      print(medians(besides));
    }
  }

  /** The same requests once more, while items change. */
  private Map<String, double[]> beside(double rate, int run, Run quiet) throws InterruptedException {
    long start = System.nanoTime();
    changes.begin();
    Recorder recorder = openLoop(rate, Duration.ofSeconds(number("seconds")), run);
    changes.end();
    double seconds = (System.nanoTime() - start) / 1e9;
    Map<String, double[]> beside = recorder.summary();
    System.out.printf(
        Locale.ROOT,
        "run %d with %d upserts a second: p99 of the request %.2f times the quiet one; %s%n",
        run,
        number("upserts"),
        beside.get("request")[2] / quiet.latencies().get("request")[2],
        changes.report(seconds));
    print(beside);
    return beside;
  }

  /**
   * Changes items at a fixed rate, ten times a second a part, and remembers what was acknowledged.
   * Every change has a price that no other has, so an item can be told by it. One in ten puts is of
   * a new item, the others change known ones. Each part also deletes an item that an answer had
   * lately, so that deletions are of items that would be served. An id is in one part at a time:
   * nothing here depends on the order in which parts under way are written.
   */
  private final class Changes {

    private static final int PARTS = 10;
    private static final int MAX_UNDER_WAY = 8;
    private static final int SAMPLE = 500;

    private final Map<Long, Long> prices = new ConcurrentHashMap<>();
    private final Map<Long, Long> deleted = new ConcurrentHashMap<>();
    private final Set<Long> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger servedAfterDeletion = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger unfound = new AtomicInteger();
    private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Semaphore under = new Semaphore(MAX_UNDER_WAY);
    private volatile long lately;
    /** Whole numbers that float32 has, others than those of a run before. */
    private long price = 1_000_000 * (1 + System.currentTimeMillis() / 60_000 % 15);

    private long next = System.currentTimeMillis();
    private volatile Thread sender = Thread.currentThread();

    void begin() {
      millis.clear();
      acknowledged.set(0);
      sender = Thread.ofPlatform().start(this::send);
    }

    void end() throws InterruptedException {
      sender.interrupt();
      sender.join();
      under.acquire(MAX_UNDER_WAY);
      under.release(MAX_UNDER_WAY);
    }

    private void send() {
      long start = System.nanoTime();
      try {
        for (long part = 0; ; part++) {
          long due = start + part * 1_000_000_000L / PARTS;
          for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            Thread.sleep(Duration.ofNanos(left));
          }
          if (!under.tryAcquire()) {
            late.incrementAndGet();
            under.acquire();
          }
          sendPart();
        }
      } catch (InterruptedException end) {
        // told to end
      }
    }

    private void sendPart() {
      int size = number("upserts") / PARTS;
      long victim = lately;
      boolean deletes = victim > 0 && !deleted.containsKey(victim) && busy.add(victim);
      Map<Long, Long> put = new HashMap<>();
      while (put.size() < size) {
        long id = put.size() < size / 10 ? next++ : 1 + random.nextLong(number("items"));
        if (!deleted.containsKey(id) && busy.add(id)) {
          put.put(id, price++);
        }
      }
      String lines =
          put.entrySet().stream()
              .map(
                  each ->
                      "{\"id\":%d,\"attributes\":{\"category\":\"c1\",\"brand\":\"b1\",\"price\":%d,\"popularity\":1}}\n"
                          .formatted(each.getKey(), each.getValue()))
              .collect(Collectors.joining());
      String delete = deletes ? "{\"id\":%d,\"delete\":true}\n".formatted(victim) : "";
      long sent = System.nanoTime();
      HttpRequest request =
          HttpRequest.newBuilder(items)
              .header("Content-Type", "application/x-ndjson")
              .POST(HttpRequest.BodyPublishers.ofString(lines + delete))
              .build();
      var unused =
          http.sendAsync(request, BodyHandlers.ofString())
              .whenComplete(
                  (answer, failure) -> {
                    answered(answer, put, deletes ? victim : 0, sent);
                    busy.removeAll(put.keySet());
                    busy.remove(victim);
                    under.release();
                  });
    }

    private void answered(
        HttpResponse<String> answer, Map<Long, Long> put, long victim, long sent) {
      long now = System.nanoTime();
      if (answer == null
          || answer.statusCode() != 200
          || !answer.body().contains("\"done\":true")
          || !answer.body().contains("\"refused\":0")) {
        put.keySet().forEach(prices::remove); // written or not, both are right
        if (failed.incrementAndGet() == 1) {
          System.out.println("  upserts failed: " + (answer == null ? "" : answer.body()));
        }
        return;
      }
      millis.add((now - sent) / NANOS_PER_MILLI);
      prices.putAll(put);
      if (victim > 0) {
        prices.remove(victim);
        deleted.put(victim, now);
      }
      acknowledged.addAndGet(put.size());
    }

    /** Counts items whose deletion was acknowledged before the request was sent. */
    void check(HttpResponse<String> answer, long sent) {
      Matcher id = ID.matcher(answer.body());
      while (id.find()) {
        long served = Long.parseLong(id.group(1));
        Long since = deleted.get(served);
        servedAfterDeletion.addAndGet(since != null && since - sent < 0 ? 1 : 0);
        lately = served;
      }
    }

    /** Reads what was acknowledged back: a sample of what was put, and all that was deleted. */
    String report(double seconds) {
      List<Long> sample = new ArrayList<>(prices.keySet());
      Collections.shuffle(sample, new Random(7));
      sample = sample.subList(0, Math.min(SAMPLE, sample.size()));
      long lost = sample.stream().filter(id -> !hasPrice(id, prices.get(id))).count();
      long hidden = sample.stream().filter(id -> !isFound(id, prices.get(id))).count();
      long alive = deleted.keySet().stream().filter(id -> status(id) != 404).count();
      List<Double> sorted = new ArrayList<>(millis);
      sorted.sort(null);
      return String.format(
          Locale.ROOT,
          "%d upserts acknowledged (%.0f/s; a part of %d: p50 %.0f ms, p99 %.0f ms), %d parts late, %d failed;"
              + " of %d sampled %d lost, %d not found by a search; of %d deleted %d still there, served after deletion %d",
          acknowledged.get(),
          acknowledged.get() / seconds,
          number("upserts") / PARTS,
          sorted.isEmpty() ? Double.NaN : Recorder.at(sorted, 0.5),
          sorted.isEmpty() ? Double.NaN : Recorder.at(sorted, 0.99),
          late.get(),
          failed.get(),
          sample.size(),
          lost,
          hidden,
          deleted.size(),
          alive,
          servedAfterDeletion.get());
    }

    private boolean hasPrice(long id, long expected) {
      return Pattern.compile("\"price\":" + expected + "(\\.0)?[,}]").matcher(get(id).body()).find();
    }

    private int status(long id) {
      return get(id).statusCode();
    }

    private HttpResponse<String> get(long id) {
      return exchange(HttpRequest.newBuilder(URI.create(items + "/" + id)).build());
    }

    /** Whether the items similar to some other item, of all with that price, are this one. */
    private boolean isFound(long id, long expected) {
      long other = prices.keySet().stream().filter(each -> each != id).findFirst().orElseThrow();
      String body =
          "{\"recommender\":\"%s\",\"item_id\":%d,\"k\":1,\"filter\":{\"price\":{\"min\":%d,\"max\":%d}}}"
              .formatted(options.get("recommender"), other, expected, expected);
      HttpResponse<String> answer =
          exchange(
              HttpRequest.newBuilder(URI.create(url + "/similar"))
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build());
      boolean found = answer.body().contains("{\"id\":" + id + ",");
      if (!found && unfound.getAndIncrement() < 3) {
        System.out.println("  not found: " + body + " -> " + answer.body());
      }
      return found;
    }

    private HttpResponse<String> exchange(HttpRequest request) {
      try {
        return http.send(request, BodyHandlers.ofString());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("no answer to " + request, e);
      }
    }
  }

  private record Run(double saturation, Map<String, double[]> latencies) {}

  /** Keeps so many requests under way and answers how many were answered per second. */
  private double closedLoop(Duration duration, int seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Semaphore places = new Semaphore(number("connections"));
    Recorder recorder = new Recorder();
    long start = System.nanoTime();
    int sent = 0;
    while (System.nanoTime() - start < duration.toNanos()) {
      places.acquire();
      send(random, System.nanoTime(), recorder, places::release);
      sent++;
    }
    places.acquire(number("connections"));
    return sent / ((System.nanoTime() - start) / 1e9);
  }

  /** Sends at moments drawn beforehand, without waiting for answers. */
  private Recorder openLoop(double rate, Duration duration, int seed) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(number("seed") + seed);
    long[] moments = moments(random, rate, duration);
    Recorder recorder = new Recorder();
    CountDownLatch answered = new CountDownLatch(moments.length);
    long start = System.nanoTime();
    for (long moment : moments) {
      long intended = start + moment;
      for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      send(random, intended, recorder, answered::countDown);
    }
    if (!answered.await(30, TimeUnit.SECONDS)) {
      System.out.println("  " + answered.getCount() + " requests were never answered");
    }
    return recorder;
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

  private void send(SplittableRandom random, long intended, Recorder recorder, Runnable done) {
    long user = 1 + random.nextLong(number("users"));
    long sent = System.nanoTime();
    var unused =
        http.sendAsync(request(user, number("k"), number("candidates")), BodyHandlers.ofString())
            .whenComplete(
                (response, failure) -> {
                  recorder.record(System.nanoTime() - intended, response);
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
      Matcher id = ID.matcher(answer);
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
    Map<String, double[]> medians = new TreeMap<>();
    for (String name : runs.getFirst().latencies().keySet()) {
      double[] values = new double[4];
      for (int i = 0; i < values.length; i++) {
        int column = i;
        values[i] =
            median(
                runs.stream()
                    .filter(run -> run.latencies().containsKey(name))
                    .mapToDouble(run -> run.latencies().get(name)[column])
                    .toArray());
      }
      medians.put(name, values);
    }
    return medians;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static void print(Map<String, double[]> latencies) {
    System.out.printf("  %-10s %9s %9s %9s %9s  (ms)%n", "", "p50", "p95", "p99", "max");
    latencies.forEach(
        (name, p) ->
            System.out.printf(
                Locale.ROOT, "  %-10s %9.3f %9.3f %9.3f %9.3f%n", name, p[0], p[1], p[2], p[3]));
  }

  /** Keeps every latency. Thread-safe. */
  private static final class Recorder {

    private final Map<String, ConcurrentLinkedQueue<Double>> millis =
        new ConcurrentHashMap<>();
    private final AtomicInteger failures = new AtomicInteger();

    void record(long nanos, HttpResponse<String> response) {
      if (response == null || response.statusCode() != 200) {
        if (failures.incrementAndGet() == 1) {
          System.out.println("  failed: " + (response == null ? "no answer" : response.body()));
        }
        return;
      }
      add("request", nanos / NANOS_PER_MILLI);
      Matcher stage = STAGE.matcher(response.body());
      while (stage.find()) {
        add(stage.group(1), Double.parseDouble(stage.group(2)));
      }
    }

    private void add(String name, double value) {
      millis.computeIfAbsent(name, absent -> new ConcurrentLinkedQueue<>()).add(value);
    }

    /** p50, p95, p99 and the maximum, by what was measured. */
    Map<String, double[]> summary() {
      if (failures.get() > 0) {
        System.out.println("  " + failures.get() + " requests failed");
      }
      return millis.entrySet().stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  entry -> percentiles(entry.getValue()),
                  (a, b) -> a,
                  TreeMap::new));
    }

    private static double[] percentiles(Iterable<Double> values) {
      List<Double> sorted = new ArrayList<>();
      values.forEach(sorted::add);
      sorted.sort(null);
      return new double[] {
        at(sorted, 0.50), at(sorted, 0.95), at(sorted, 0.99), sorted.getLast()
      };
    }

    private static double at(List<Double> sorted, double quantile) {
      return sorted.get(Math.min(sorted.size() - 1, (int) Math.ceil(quantile * sorted.size()) - 1));
    }
  }
}
