package io.salver.api.grpc;

import io.salver.api.feedback.FeedbackAnswer;
import io.salver.api.feedback.FeedbackDraft;
import io.salver.api.feedback.ToldFeedback;
import io.salver.fault.InvalidInput;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.v1.FeedbackProblem;
import io.salver.v1.PredictionFeedback;
import io.salver.v1.SendFeedbackResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes labels and encodes what became of them. Immutable. */
final class FeedbackMessages {

  private final InstantSource clock;

  /** A decoder for which labels without a time are of now, by {@code clock}. */
  FeedbackMessages(InstantSource clock) {
    this.clock = clock;
  }

  /** The labels of a list; a wrong one is told as such. */
  List<ToldFeedback> feedback(List<PredictionFeedback> messages) {
    List<ToldFeedback> told = new ArrayList<>(messages.size());
    for (PredictionFeedback message : messages) {
      told.add(told(told.size(), message));
    }
    return told;
  }

  private ToldFeedback told(int place, PredictionFeedback message) {
    try {
      return new ToldFeedback.Right(place, feedback(message));
    } catch (InvalidInput e) {
      return new ToldFeedback.Wrong(
          place, Optional.of(message.getId()).filter(PredictionId::isRequestId), e.explanation());
    }
  }

  private Feedback feedback(PredictionFeedback message) {
    FeedbackDraft draft = new FeedbackDraft();
    if (message.hasId()) {
      draft.id(message.getId());
    }
    draft.index(message.getIndex());
    if (message.hasModel()) {
      draft.model(message.getModel());
    }
    switch (message.getOutcomeCase()) {
      case LABEL -> draft.label(message.getLabel());
      case VALUE -> draft.value(message.getValue());
      case OUTCOME_NOT_SET -> {}
    }
    if (message.hasAt()) {
      draft.at(message.getAt());
    }
    return draft.feedback(clock.instant());
  }

  static SendFeedbackResponse answer(FeedbackAnswer answer) {
    SendFeedbackResponse.Builder response =
        SendFeedbackResponse.newBuilder()
            .setAccepted(answer.accepted())
            .setCorrected(answer.corrected())
            .setDuplicate(answer.duplicate())
            .setUnknown(answer.unknown())
            .setInvalid(answer.invalid())
            .setUntold(answer.untold());
    answer.errors().forEach(problem -> response.addErrors(problem(problem)));
    return response.build();
  }

  private static FeedbackProblem problem(FeedbackAnswer.Problem problem) {
    FeedbackProblem.Builder message =
        FeedbackProblem.newBuilder()
            .setEntry((int) problem.place())
            .setOutcome(problem.isUnknown() ? "unknown" : "invalid")
            .setError(problem.reason());
    problem.id().ifPresent(message::setId);
    problem.index().ifPresent(message::setIndex);
    return message.build();
  }
}
