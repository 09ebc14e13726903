package io.salver.app;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the requests of one kind of client. Thread-safe. */
final class RequestTally {

  private final String client;
  private final LongAdder answered = new LongAdder();
  private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();

  RequestTally(String client) {
    this.client = client;
  }

  void succeeded() {
    answered.increment();
  }

  void failed(String how) {
    failures.computeIfAbsent(how, _ -> new LongAdder()).increment();
  }

  /** Requests that got what they asked for. */
  long answered() {
    return answered.sum();
  }

  /** How many others there were, by what happened to them. */
  Map<String, Long> failures() {
    Map<String, Long> counts = new TreeMap<>();
    failures.forEach((how, count) -> counts.put(how, count.sum()));
    return counts;
  }

  @Override
  public String toString() {
    return client + ": " + answered() + " answered, otherwise " + failures();
  }
}
