package io.salver.api.grpc;

import io.salver.serving.RequestId;
import io.salver.task.ClassScore;
import io.salver.task.TaskTimes;
import io.salver.task.Verification;
import io.salver.v1.VerifyResponse;

/** Encodes what typed answers have in common as messages. Stateless. */
final class TaskAnswers {

  private static final double NANOS_PER_MILLI = 1e6;

  private TaskAnswers() {}

  static VerifyResponse encode(RequestId id, Verification answer) {
    return VerifyResponse.newBuilder()
        .setId(id.text())
        .setModel(answer.model().name())
        .setVersion(answer.model().version())
        .setSame(answer.isSame())
        .setSimilarity(answer.similarity())
        .setThreshold(answer.threshold())
        .setTimes(encode(answer.times()))
        .build();
  }

  static io.salver.v1.ClassScore encode(ClassScore score) {
    return io.salver.v1.ClassScore.newBuilder()
        .setLabel(score.label())
        .setIndex(score.index())
        .setScore(score.score())
        .build();
  }

  static io.salver.v1.TaskTimes encode(TaskTimes times) {
    return io.salver.v1.TaskTimes.newBuilder()
        .setWait(times.waitNanos() / NANOS_PER_MILLI)
        .setDecode(times.decodeNanos() / NANOS_PER_MILLI)
        .setPreprocess(times.preprocessNanos() / NANOS_PER_MILLI)
        .setQueue(times.queueNanos() / NANOS_PER_MILLI)
        .setRun(times.runNanos() / NANOS_PER_MILLI)
        .setPostprocess(times.postprocessNanos() / NANOS_PER_MILLI)
        .build();
  }
}
