package io.salver.serving;

import java.util.Optional;

/** Arms that have answered, for whoever goes on where another process ended. Thread-safe. */
public interface AnswerArms {

  /** Nobody divides the traffic. */
  AnswerArms NONE =
      new AnswerArms() {
        @Override
        public Optional<AnswerArm> written(ArmOutcomes arm) {
          return Optional.empty();
        }

        @Override
        public ArmOutcomes read(AnswerArm arm) {
          return (_, _) -> {};
        }
      };

  /** What an arm is called; empty where nothing that becomes known later counts for it. */
  Optional<AnswerArm> written(ArmOutcomes arm);

  /** The arm that is called so; where its rollout has ended or begun anew, nothing counts. */
  ArmOutcomes read(AnswerArm arm);
}
