package engine.hostile;

import engine.report.Section;
import engine.report.Table;
import engine.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Rounds of requests that mean harm, after which the service must still run, have answered all of
 * them without a fault of its own, and hold no more memory than after the first. Thread-safe where
 * it says so.
 */
public final class HostileRounds {

  /** Of them; the first warms up. */
  public static final int ROUNDS = 5;

  private static final long MOST_GROWTH_BYTES = 64L << 20;

  private final Map<String, Map<String, Integer>> answers = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private long growth;

  /** One of them, from 0; each round sends others. */
  public interface Round {
    void send(int round) throws Exception;
  }

  /** Has them sent, and watches the service's memory. */
  public void run(Service service, Section section, Round sender) throws Exception {
    sender.send(0);
    long before = service.status().residentBytes();
    for (int round = 1; round < ROUNDS; round++) {
      sender.send(round);
      section.raw("RSS bytes after round " + round, service.status().residentBytes());
    }
    growth = service.status().residentBytes() - before;
  }

  /** Runs tasks at once, each on a thread of its own, until all have ended. */
  public static void atOnce(List<Callable<Void>> tasks) throws Exception {
    try (ExecutorService executor = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Void> each : executor.invokeAll(tasks)) {
        each.get();
      }
    }
  }

  /**
   * Counts an answer. May be called from several threads.
   *
   * @param fault what is wrong with it; empty: nothing
   */
  public synchronized void judged(String kind, String answer, String fault) {
    answers.computeIfAbsent(kind, absent -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    if (!fault.isEmpty()) {
      failures.add(fault);
    }
  }

  /**
   * Holds the service to it.
   *
   * @param wrong what wrong answers are, in the report
   */
  public void claim(Service service, Section section, String wrong) throws Exception {
    double leased = service.metrics().sum("serving_request_memory_bytes", "kind=\"leased\"");
    section.must("crashes", service.isAlive() ? "0" : "1", "0", service.isAlive());
    section.must(wrong, "" + failures.size(), "0", failures.isEmpty());
    section.must(
        "direct memory held afterwards, bytes", "%.0f".formatted(leased), "0", leased == 0);
    section.shown(
        "growth of resident memory after the first fifth, MB",
        Table.number(growth / 1e6),
        "< " + (MOST_GROWTH_BYTES >> 20),
        growth < MOST_GROWTH_BYTES);
  }

  /**
   * Shows what was answered.
   *
   * @param kind what answers are counted by
   */
  public void report(Section section, String kind) {
    failures.stream().limit(20).forEach(failure -> section.text("`%s`", failure));
    Table table = new Table(kind, "answers");
    answers.forEach((each, counts) -> table.row(each, counts.toString().replaceAll("[{}]", "")));
    section.table(table);
  }
}
