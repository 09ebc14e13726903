package recommendations;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Changes items at a fixed rate, ten times a second a part, and remembers what was acknowledged.
 * Every change has a price that no other has, so an item can be told by it. One in ten puts is of
 * a new item, the others change known ones. Each part also deletes an item that an answer had
 * lately, so that deletions are of items that would be served. An id is in one part at a time:
 * nothing here depends on the order in which parts under way are written.
 */
public final class ItemChanges {

  /** An item in an answer; its group is the id. */
  public static final Pattern ITEM = Pattern.compile("\\{\"id\":(\\d+),");

  private static final int PARTS = 10;
  private static final int MAX_UNDER_WAY = 8;
  private static final int SAMPLE = 500;
  private static final double NANOS_PER_MILLI = 1e6;

  private final HttpClient http;
  private final URI url;
  private final URI items;
  private final String recommender;
  private final int upserts;
  private final int known;

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

  /**
   * Changes that have not begun.
   *
   * @param url of recommendations
   * @param items of the catalogue
   * @param upserts a second
   * @param known items of the catalogue, with the ids from 1
   */
  public ItemChanges(
      HttpClient http, URI url, URI items, String recommender, int upserts, int known) {
    this.http = http;
    this.url = url;
    this.items = items;
    this.recommender = recommender;
    this.upserts = upserts;
    this.known = known;
  }

  /** Begins to send them. */
  public void begin() {
    millis.clear();
    acknowledged.set(0);
    sender = Thread.ofPlatform().start(this::send);
  }

  /** Sends no more, and waits for what is under way. */
  public void end() throws InterruptedException {
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
    int size = upserts / PARTS;
    long victim = lately;
    boolean deletes = victim > 0 && !deleted.containsKey(victim) && busy.add(victim);
    Map<Long, Long> put = new HashMap<>();
    while (put.size() < size) {
      long id = put.size() < size / 10 ? next++ : 1 + random.nextLong(known);
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
  public void check(HttpResponse<String> answer, long sent) {
    Matcher id = ITEM.matcher(answer.body());
    while (id.find()) {
      long served = Long.parseLong(id.group(1));
      Long since = deleted.get(served);
      servedAfterDeletion.addAndGet(since != null && since - sent < 0 ? 1 : 0);
      lately = served;
    }
  }

  /** Reads what was acknowledged back: a sample of what was put, and all that was deleted. */
  public String report(double seconds) {
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
        upserts / PARTS,
        sorted.isEmpty() ? Double.NaN : Latencies.at(sorted, 0.5),
        sorted.isEmpty() ? Double.NaN : Latencies.at(sorted, 0.99),
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
            .formatted(recommender, other, expected, expected);
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
