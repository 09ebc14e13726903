package io.salver.rollout;

/** Hears of rollouts, on the thread on which it happens; must return soon and never throw. */
public interface RolloutObserver {

  /** Nobody. */
  RolloutObserver NONE =
      new RolloutObserver() {
        @Override
        public void happened(Rollout rollout, RolloutEvent event) {}

        @Override
        public void seen(Rollout rollout, ArmsReport report) {}
      };

  /** This replica has changed a rollout, which is what it says now, or was when it was removed. */
  void happened(Rollout rollout, RolloutEvent event);

  /** All replicas together have seen that of a rollout. */
  void seen(Rollout rollout, ArmsReport report);
}
