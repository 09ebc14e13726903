package io.salver.testkit;

import io.salver.fault.BackendFailure;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.LabelDecision;
import io.salver.monitor.outcome.LabelDecision.Written;
import io.salver.monitor.outcome.LabelLog;
import io.salver.monitor.outcome.LabelledPrediction;
import io.salver.monitor.outcome.LabelledPrediction.Earlier;
import io.salver.monitor.outcome.PredictionStore;
import io.salver.monitor.outcome.Receipt;
import io.salver.monitor.outcome.RememberedPrediction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predictions and labels in plain lists, which can be made to fail. Thread-safe by one lock. */
public final class InMemoryPredictions implements PredictionStore, LabelLog {

  private final List<RememberedPrediction> predictions = new ArrayList<>();
  private final List<Row> labels = new ArrayList<>();
  private final Map<Key, Earlier> told = new HashMap<>();
  private boolean fails;

  private record Key(PredictionId id, String model) {}

  private record Row(long sequence, PredictionId id, Written written, Instant toldAt) {}

  /** From now on everything fails, or nothing does. */
  public synchronized void fail(boolean failing) {
    fails = failing;
  }

  /** What is remembered, in order. */
  public synchronized List<RememberedPrediction> remembered() {
    return List.copyOf(predictions);
  }

  @Override
  public synchronized void remember(List<RememberedPrediction> remembered) {
    requireWorking();
    for (RememberedPrediction each : remembered) {
      boolean isKnown =
          predictions.stream()
              .anyMatch(p -> p.id().equals(each.id()) && p.model().equals(each.model()));
      if (!isKnown) {
        predictions.add(
            new RememberedPrediction(
                each.id(),
                each.model(),
                each.at().truncatedTo(ChronoUnit.MICROS),
                each.predicted(),
                each.slices()));
      }
    }
    predictions.sort(
        Comparator.comparing((RememberedPrediction each) -> each.model().name())
            .thenComparingLong(each -> each.model().version()));
  }

  @Override
  public synchronized List<Receipt> label(List<Feedback> given, Instant now) {
    requireWorking();
    Instant toldAt = now.truncatedTo(ChronoUnit.MICROS);
    List<Receipt> receipts = new ArrayList<>();
    for (Feedback label : given) {
      LabelDecision decision =
          LabelDecision.of(
              label,
              predictions.stream().filter(each -> each.id().equals(label.id())).toList(),
              model -> Optional.ofNullable(told.get(new Key(label.id(), model))));
      receipts.add(decision.receipt());
      decision
          .written()
          .ifPresent(
              written -> {
                long sequence = labels.isEmpty() ? 1 : labels.getLast().sequence() + 1;
                labels.add(new Row(sequence, label.id(), written, toldAt));
                told.put(
                    new Key(label.id(), written.model()), new Earlier(written.outcome(), toldAt));
              });
    }
    return receipts;
  }

  @Override
  public synchronized long retain(Instant since, long most) {
    requireWorking();
    labels.removeIf(label -> label.toldAt().isBefore(since));
    List<RememberedPrediction> newest =
        predictions.stream()
            .sorted(Comparator.comparing(RememberedPrediction::at).reversed())
            .limit(most)
            .filter(each -> !each.at().isBefore(since))
            .toList();
    long before = predictions.size();
    predictions.retainAll(newest);
    return before - predictions.size();
  }

  @Override
  public synchronized long lastBefore(Instant instant) {
    requireWorking();
    return labels.stream()
        .filter(label -> label.toldAt().isBefore(instant))
        .mapToLong(Row::sequence)
        .max()
        .orElse(0);
  }

  @Override
  public synchronized Page after(long sequence, int limit) {
    requireWorking();
    List<Row> rows =
        labels.stream().filter(label -> label.sequence() > sequence).limit(limit).toList();
    List<LabelledPrediction> page = new ArrayList<>();
    for (Row row : rows) {
      predictions.stream()
          .filter(each -> each.id().equals(row.id()))
          .filter(each -> each.model().name().equals(row.written().model()))
          .map(
              each ->
                  new LabelledPrediction(
                      row.sequence(),
                      each,
                      row.written().outcome(),
                      row.toldAt(),
                      row.written().corrected()))
          .forEach(page::add);
    }
    return new Page(
        page, rows.isEmpty() ? sequence : rows.getLast().sequence(), rows.size() < limit);
  }

  private void requireWorking() {
    if (fails) {
      throw new BackendFailure("the store of the test fails");
    }
  }
}
