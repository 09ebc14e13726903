package io.salver.recommend.pipeline;

import io.salver.recommend.Degradation;
import io.salver.recommend.Degradation.AnsweredBy;
import io.salver.recommend.Degradation.Reason;
import io.salver.recommend.Stage;

/** A stage that could not be done, while there is still time to answer without it. */
final class StageFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final Reason reason;

  StageFailed(Stage stage, Reason reason) {
    super(stage.label() + " " + reason.label(), null, false, false);
    this.stage = stage;
    this.reason = reason;
  }

  Stage stage() {
    return stage;
  }

  Reason reason() {
    return reason;
  }

  Degradation answeredBy(AnsweredBy instead) {
    return new Degradation(stage, reason, instead);
  }
}
