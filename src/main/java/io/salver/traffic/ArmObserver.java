package io.salver.traffic;

import io.salver.rollout.Rollout;

/** Hears what became of the requests of arms; must be quick, thread-safe, and never throw. */
public interface ArmObserver {

  /** Hears nothing. */
  ArmObserver NONE =
      new ArmObserver() {
        @Override
        public void answered(Rollout rollout, String arm, long nanos) {}

        @Override
        public void failed(Rollout rollout, String arm) {}
      };

  /** An arm answered after so many nanoseconds. */
  void answered(Rollout rollout, String arm, long nanos);

  /** An arm should have answered, and failed by the service's fault. */
  void failed(Rollout rollout, String arm);
}
