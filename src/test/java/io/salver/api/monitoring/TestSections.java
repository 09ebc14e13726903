package io.salver.api.monitoring;

import io.salver.monitor.outcome.QualityMonitors;

/** Sections for tests of protocols. */
public final class TestSections {

  private TestSections() {}

  /** What labels and clicks say. */
  public static MonitoringSection quality(QualityMonitors monitors) {
    return new QualitySection(monitors);
  }
}
