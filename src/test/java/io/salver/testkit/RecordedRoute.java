package io.salver.testkit;

import io.salver.serving.ArmName;
import io.salver.serving.RequestId;
import io.salver.serving.Route;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way through a rollout whose arms are {@code canary} and {@code control}: what it is told. */
public final class RecordedRoute implements Route {

  private final Sides sides;
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** One to the canary, with the versions of the canary and of the control. */
  public RecordedRoute(String rollout, long chosen, long control) {
    this.sides =
        new Sides(
            new Side(new ArmName(rollout, "canary"), chosen),
            new Side(new ArmName(rollout, "control"), control));
  }

  public List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public Sides sides() {
    return sides;
  }

  @Override
  public void answered(Optional<RequestId> id) {
    told.add("answered");
  }

  @Override
  public void failed() {
    told.add("failed");
  }

  @Override
  public void known(String outcome, double value) {
    told.add(outcome + " " + value);
  }
}
