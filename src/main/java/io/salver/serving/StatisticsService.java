package io.salver.serving;

import java.util.List;

/** Tells what loaded versions have done. Thread-safe; does not block. */
public interface StatisticsService {

  /** Of every loaded version, by name and version. */
  List<ModelStatistics> statistics();

  /**
   * Of that version, or of every loaded version of that model.
   *
   * @throws io.salver.fault.NotFound when there is no such model or version, or none is loaded
   * @throws io.salver.fault.NotReady when the version asked for is not ready
   */
  List<ModelStatistics> statistics(ModelReference model);
}
