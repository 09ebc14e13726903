package io.salver.task;

import io.salver.model.ModelId;

/** What the answers of all typed tasks say of how they came about. */
public interface TaskAnswer {

  /** The version that ran. */
  ModelId model();

  /** Where the time went. */
  TaskTimes times();
}
