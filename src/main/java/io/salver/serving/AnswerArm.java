package io.salver.serving;

import io.salver.monitor.outcome.ParcelReader;
import io.salver.monitor.outcome.ParcelWriter;
import java.time.Instant;

/**
 * The arm that chance gave an answer to, as it may be written down.
 *
 * @param began when the rollout began: after it has begun anew, what becomes known counts no more
 */
public record AnswerArm(ArmName arm, Instant began) {

  /** Writes it into a parcel; its parts once, however often it comes. */
  public void write(ParcelWriter content) {
    content.shared(
        this,
        _ -> {
          content.word(arm.rollout());
          content.word(arm.arm());
          content.moment(began);
        });
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws io.salver.fault.BackendFailure when something else lies there
   */
  public static AnswerArm read(ParcelReader content) {
    return content.shared(
        AnswerArm.class,
        () -> new AnswerArm(new ArmName(content.word(), content.word()), content.moment()));
  }
}
