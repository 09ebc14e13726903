package io.salver.traffic;

import io.salver.rollout.Target;
import io.salver.serving.Caller;
import io.salver.serving.Route;
import io.salver.serving.TrafficRouting;
import java.util.Optional;
import java.util.function.Function;

/** Requests for models, or recommenders, or the rankers of these follow rollouts. Thread-safe. */
public final class Traffic implements TrafficRouting {

  private final ArmChooser chooser;
  private final Function<String, Target> target;

  private Traffic(ArmChooser chooser, Function<String, Target> target) {
    this.chooser = chooser;
    this.target = target;
  }

  /** Arms are versions of models. */
  public static TrafficRouting ofModels(ArmChooser chooser) {
    return new Traffic(chooser, Target.Model::new);
  }

  /** Arms are bundles of recommenders. */
  public static TrafficRouting ofRecommenders(ArmChooser chooser) {
    return new Traffic(chooser, Target.Recommender::new);
  }

  /** Arms are versions of the models that rank for recommenders. */
  public static TrafficRouting ofRankers(ArmChooser chooser) {
    return new Traffic(chooser, Target.Ranker::new);
  }

  @Override
  public Optional<Route> route(String name, Caller caller) {
    return chooser.choose(target.apply(name), caller);
  }
}
