package io.salver.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.salver.api.task.RowFormats;
import io.salver.image.PictureDecoder;
import io.salver.serving.InferenceService;
import io.salver.table.RowLimits;
import io.salver.table.arrow.ArrowRows;
import io.salver.table.csv.CsvRows;
import io.salver.task.ModelTokenizers;
import io.salver.task.TaskCheck;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.task.tabular.TabularCheck;
import io.salver.task.tabular.TabularPlans;
import io.salver.task.tabular.TabularService;
import io.salver.task.tabular.TabularTasks;
import io.salver.telemetry.TabularMetrics;
import io.salver.time.Ticker;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Constructs what does the tasks of rows. */
@Singleton
final class TabularComponents {

  @Produces
  @Singleton
  RowLimits limits(SalverConfig config) {
    return new RowLimits(
        config.tasks().maxRows(), RowLimits.DEFAULT.columns(), RowLimits.DEFAULT.cell());
  }

  @Produces
  @Singleton
  CsvRows csv(RowLimits limits) {
    return new CsvRows(limits);
  }

  @Produces
  @Singleton
  ArrowRows arrow(RowLimits limits) {
    return new ArrowRows(limits);
  }

  @Produces
  @Singleton
  RowFormats formats(CsvRows csv, ArrowRows arrow, RowLimits limits) {
    return new RowFormats(csv, arrow, limits);
  }

  @Produces
  @Singleton
  TabularPlans plans(CsvRows csv, ModelTokenizers tokenizers, SalverConfig config) {
    return new TabularPlans(csv, tokenizers, new PictureDecoder(config.tasks().maxPixels()));
  }

  @Produces
  @Singleton
  TaskCheck check(TabularPlans plans) {
    return new TabularCheck(plans);
  }

  @Produces
  @Singleton
  TabularService tabular(
      InferenceService inference,
      TabularPlans plans,
      TaskThreads threads,
      MeterRegistry registry,
      Watching watching,
      Ticker ticker) {
    return new TabularTasks(
        inference, plans, threads, new TabularMetrics(registry), watching, ticker);
  }
}
