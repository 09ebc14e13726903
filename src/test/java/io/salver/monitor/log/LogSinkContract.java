package io.salver.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.salver.model.ModelId;
import io.salver.monitor.Observation;
import io.salver.monitor.Predicted;
import io.salver.monitor.PredictionId;
import io.salver.monitor.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every sink of the prediction log does. */
public abstract class LogSinkContract {

  public static final Instant TIME = Instant.parse("2026-03-01T12:00:00.25Z");

  protected abstract LogSink sink() throws Exception;

  /** The ids of all records that readers find, in their order, after the sink was closed. */
  protected abstract List<String> ids() throws Exception;

  @Test
  void recordsAreFoundInTheirOrder() throws Exception {
    try (LogSink sink = sink()) {
      sink.write(List.of(record("a"), record("b")));
      sink.write(List.of(record("zolw")));
    }
    assertThat(ids()).containsExactly("a", "b", "zolw");
  }

  @Test
  void manyBatchesAreFoundWholly() throws Exception {
    List<String> written = new ArrayList<>();
    try (LogSink sink = sink()) {
      for (int batch = 0; batch < 50; batch++) {
        List<Observation> records = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          records.add(record(batch + "-" + i));
          written.add(batch + "-" + i);
        }
        sink.write(records);
      }
    }
    assertThat(ids()).isEqualTo(written);
  }

  @Test
  void closingWithoutARecordIsNoFailure() throws Exception {
    LogSink sink = sink();
    sink.close();
    assertThat(ids()).isEmpty();
  }

  /** A row with every kind of value. */
  public static Observation record(String id) {
    Sample sample =
        Sample.builder()
            .feature("age", 39)
            .feature("share", .25)
            .feature("missing", Double.NaN)
            .feature("job", "żółw \"🐢\"\n")
            .feature("word", "a")
            .feature("word", "b")
            .prediction("label", "yes")
            .embedding("vector", new float[] {.5f, -1})
            .build();
    return new Observation(
        new ModelId("adult", 3),
        new PredictionId(id, 0),
        TIME,
        sample,
        Optional.of(
            new Predicted.Classes(
                List.of(new Predicted.Share("yes", .75), new Predicted.Share("no", .25)))));
  }
}
