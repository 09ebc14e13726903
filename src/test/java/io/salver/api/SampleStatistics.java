package io.salver.api;

import io.salver.model.ModelId;
import io.salver.serving.ModelStatistics;
import io.salver.serving.ModelStatistics.Batch;
import io.salver.serving.ModelStatistics.Span;
import java.util.List;

/** Statistics in which every number is another one. */
public final class SampleStatistics {

  private SampleStatistics() {}

  public static ModelStatistics of(String model) {
    return new ModelStatistics(
        new ModelId(model, 3),
        1_700_000_000_123L,
        40,
        20,
        new Span(1, 11),
        new Span(2, 12),
        new Span(3, 13),
        new Span(4, 14),
        new Span(5, 15),
        new Span(6, 16),
        new Span(7, 17),
        new Span(8, 18),
        List.of(new Batch(2, new Span(20, 21), new Span(20, 22), new Span(20, 23))));
  }
}
