package io.salver.task.tabular;

import io.salver.serving.ModelReference;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Everything a protocol can do with rows. Thread-safe; no method blocks. Answers complete on a
 * thread of the task, exceptionally with a {@code Fault}, and only once nothing uses the memory of
 * the request any more.
 */
public interface TabularService {

  /**
   * Answers every row of the request.
   *
   * <p>Faults that are particular to it: {@code InvalidInput} for rows that cannot be read, which
   * names row and column of the first of what is wrong, and how much more there is; {@code
   * TooLarge} for more rows than may be; {@code NotFound} when no model, or more than one, could be
   * meant.
   */
  CompletionStage<TabularAnswer> predict(PredictRequest request);

  /**
   * What a model of rows takes and gives.
   *
   * @param model which one; absent: the only ready one
   * @throws io.salver.fault.NotFound when there is none, or more than one could be meant
   * @throws io.salver.fault.NotReady when the version asked for is not ready
   * @throws io.salver.fault.InvalidInput when the model has another task
   */
  TabularSchema schema(Optional<ModelReference> model);
}
