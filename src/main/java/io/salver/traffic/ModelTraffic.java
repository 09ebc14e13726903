package io.salver.traffic;

import io.salver.rollout.Target;
import io.salver.serving.Caller;
import io.salver.serving.Route;
import io.salver.serving.TrafficRouting;
import java.util.Optional;
import java.util.function.Function;

/** Requests for models follow rollouts. Thread-safe. */
public final class ModelTraffic implements TrafficRouting {

  private final ArmChooser chooser;

  public ModelTraffic(ArmChooser chooser) {
    this.chooser = chooser;
  }

  @Override
  public Optional<Route> route(String model, Caller caller) {
    return chooser
        .choose(new Target.Model(model), caller, Optional.empty())
        .map(Function.identity());
  }
}
