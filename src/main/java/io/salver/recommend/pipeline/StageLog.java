package io.salver.recommend.pipeline;

import io.salver.recommend.Stage;
import io.salver.recommend.StageReport;
import io.salver.time.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Collects what the stages of one request did, lap by lap. Confined to the request's thread. */
final class StageLog {

  private final Ticker ticker;
  private final long start;
  private final List<StageReport> reports = new ArrayList<>(Stage.values().length);
  private long lapStart;

  StageLog(Ticker ticker) {
    this.ticker = ticker;
    this.start = ticker.nanos();
    this.lapStart = start;
  }

  /** Ends a stage that dropped {@code in - kept} for one reason, or nothing. */
  void end(Stage stage, int in, int kept, String reason) {
    SequencedMap<String, Integer> removed = new LinkedHashMap<>();
    if (in != kept) {
      removed.put(reason, in - kept);
    }
    end(stage, in, kept, removed);
  }

  /** Ends a stage; its time began where the one before ended. */
  void end(Stage stage, int in, int kept, SequencedMap<String, Integer> removed) {
    end(stage, in, kept, removed, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** Ends a stage that also moved and measured. */
  void end(
      Stage stage,
      int in,
      int kept,
      SequencedMap<String, Integer> removed,
      SequencedMap<String, Integer> moved,
      SequencedMap<String, Double> measures) {
    long now = ticker.nanos();
    reports.add(new StageReport(stage, in, kept, removed, moved, measures, now - lapStart));
    lapStart = now;
  }

  List<StageReport> reports() {
    return reports;
  }

  /** Nanoseconds since the log was opened. */
  long elapsedNanos() {
    return ticker.nanos() - start;
  }
}
