package io.salver.traffic;

import io.salver.model.ModelId;
import io.salver.serving.AnswerArm;
import io.salver.serving.ArmOutcomes;
import java.util.Optional;
import java.util.stream.Stream;

/** An arm that has answered. Thread-safe. */
interface AnsweringArm extends ArmOutcomes {

  /** Whether that version of a model is what the arm answers with. */
  boolean isOf(ModelId model);

  /** Its criteria of what comes in or goes out. */
  Stream<String> distributions();

  /** What it is called; empty where chance did not choose it. */
  Optional<AnswerArm> name();
}
