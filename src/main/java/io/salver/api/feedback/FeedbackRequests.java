package io.salver.api.feedback;

import io.salver.api.feedback.FeedbackAnswer.Problem;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.monitor.PredictionId;
import io.salver.monitor.outcome.Feedback;
import io.salver.monitor.outcome.FeedbackService;
import io.salver.monitor.outcome.Receipt;
import io.salver.security.Caller;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The requests about labels as both protocols ask for them. A method throws a {@code Fault} for
 * what contradicts the protocol; its stage completes on any thread, exceptionally as that of {@link
 * FeedbackService} does. Thread-safe.
 */
@Singleton
public final class FeedbackRequests {

  private final FeedbackService service;

  @Inject
  public FeedbackRequests(FeedbackService service) {
    this.service = service;
  }

  /**
   * Tells of one label. A wrong one is {@link InvalidInput}, and one of a prediction that nobody
   * remembers {@link NotFound}.
   */
  public CompletionStage<FeedbackAnswer> label(Caller caller, Feedback feedback) {
    caller.require(feedback.model());
    return service
        .label(List.of(feedback))
        .thenApply(
            receipts -> {
              switch (receipts.getFirst()) {
                case Receipt.Unknown _ -> throw new NotFound(unknown(feedback.id()));
                case Receipt.Invalid(String reason) -> throw new InvalidInput(reason);
                case Receipt.Accepted _, Receipt.Corrected _, Receipt.Duplicate _ -> {}
              }
              return answer(List.of(new ToldFeedback.Right(0, feedback)), receipts.iterator());
            });
  }

  /** Tells of labels, in order. */
  public CompletionStage<FeedbackAnswer> label(Caller caller, List<ToldFeedback> told) {
    if (told.size() > FeedbackService.MOST) {
      throw new InvalidInput(
          "a request takes at most %d labels, received %d"
              .formatted(FeedbackService.MOST, told.size()));
    }
    List<Feedback> readable = new ArrayList<>(told.size());
    for (ToldFeedback each : told) {
      if (each instanceof ToldFeedback.Right(long _, Feedback feedback)) {
        caller.require(feedback.model());
        readable.add(feedback);
      }
    }
    CompletionStage<List<Receipt>> receipts =
        readable.isEmpty() ? CompletableFuture.completedFuture(List.of()) : service.label(readable);
    return receipts.thenApply(all -> answer(told, all.iterator()));
  }

  private static FeedbackAnswer answer(List<ToldFeedback> told, Iterator<Receipt> receipts) {
    Tally tally = new Tally();
    for (ToldFeedback each : told) {
      switch (each) {
        case ToldFeedback.Right right -> tally.add(right, receipts.next());
        case ToldFeedback.Wrong wrong -> tally.add(wrong);
      }
    }
    return tally.answer();
  }

  private static String unknown(PredictionId id) {
    return "no prediction of the request '%s' at index %d is remembered"
        .formatted(id.request(), id.index());
  }

  /** Counts. Not thread-safe. */
  private static final class Tally {

    private final List<Problem> errors = new ArrayList<>();
    private int accepted;
    private int corrected;
    private int duplicate;
    private int unknown;
    private int invalid;
    private int untold;

    void add(ToldFeedback.Right told, Receipt receipt) {
      switch (receipt) {
        case Receipt.Accepted _ -> accepted++;
        case Receipt.Corrected _ -> corrected++;
        case Receipt.Duplicate _ -> duplicate++;
        case Receipt.Unknown _ -> {
          unknown++;
          problem(told, true, unknown(told.feedback().id()));
        }
        case Receipt.Invalid(String reason) -> {
          invalid++;
          problem(told, false, reason);
        }
      }
    }

    void add(ToldFeedback.Wrong told) {
      invalid++;
      problem(new Problem(told.place(), told.id(), OptionalInt.empty(), false, told.reason()));
    }

    private void problem(ToldFeedback.Right told, boolean isUnknown, String reason) {
      PredictionId id = told.feedback().id();
      problem(
          new Problem(
              told.place(),
              Optional.of(id.request()),
              OptionalInt.of(id.index()),
              isUnknown,
              reason));
    }

    private void problem(Problem problem) {
      if (errors.size() < FeedbackAnswer.MOST_ERRORS) {
        errors.add(problem);
      } else {
        untold++;
      }
    }

    FeedbackAnswer answer() {
      return new FeedbackAnswer(accepted, corrected, duplicate, unknown, invalid, errors, untold);
    }
  }
}
