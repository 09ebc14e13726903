package io.salver.task.tabular;

import io.salver.model.ModelId;
import io.salver.serving.InferenceService;
import io.salver.serving.ModelReference;
import io.salver.task.TaskModels;
import io.salver.task.TaskThreads;
import io.salver.task.Watching;
import io.salver.time.Ticker;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Answers rows with the models that {@code serving} runs. Reading, converting and explaining happen
 * on the threads of the tasks, which are another's to close. Thread-safe.
 */
public final class TabularTasks implements TabularService {

  private final TabularTools tools;

  /** Tells {@code observer} of every request, and {@code watching} of their rows. */
  public TabularTasks(
      InferenceService inference,
      TabularPlans plans,
      TaskThreads threads,
      TabularObserver observer,
      Watching watching,
      Ticker ticker) {
    TaskModels<TabularPlan> models = new TaskModels<>(inference, plans::read);
    this.tools = new TabularTools(inference, models, threads, observer, watching, ticker);
  }

  @Override
  public CompletionStage<TabularAnswer> predict(PredictRequest request) {
    return new Prediction(request, tools).start();
  }

  @Override
  public TabularSchema schema(Optional<ModelReference> model) {
    TaskModels.Chosen<TabularPlan> chosen = tools.models().choose(TabularPlans.TASKS, model);
    ModelReference pinned = chosen.pinned();
    return chosen.plan().describe(new ModelId(pinned.name(), pinned.version().orElseThrow()));
  }
}
