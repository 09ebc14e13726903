package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.recommend.Recommendation;
import io.salver.recommend.StageReport;
import io.salver.task.TaskTimes;
import java.util.concurrent.TimeUnit;

/**
 * The field {@value #NAME} of answers (W3C Server Timing): where the time went, in milliseconds.
 * {@code decode} has the reading of the request and of its files, {@code postprocess} the writing
 * of the answer. Stateless.
 */
final class ServerTiming {

  static final String NAME = "Server-Timing";

  private static final int MICROS_PER_MILLI = 1000;
  private static final int USUAL_LENGTH = 160;

  private ServerTiming() {}

  /** Of a typed answer. */
  static String of(TaskTimes times, RequestTimer timer) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    add(text, "wait", times.waitNanos());
    add(text, "decode", timer.decodeNanos() + times.decodeNanos());
    add(text, "preprocess", times.preprocessNanos());
    add(text, "queue", times.queueNanos());
    add(text, "run", times.runNanos());
    add(text, "postprocess", timer.encodeNanos() + times.postprocessNanos());
    return text.toString();
  }

  /** Of tensors. */
  static String of(RequestTimer timer) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    add(text, "decode", timer.decodeNanos());
    add(text, "queue", timer.queueNanos());
    add(text, "run", timer.computeNanos());
    add(text, "postprocess", timer.encodeNanos());
    return text.toString();
  }

  /** Of a recommendation: each stage by its name. */
  static String of(Recommendation recommendation, RequestTimer timer) {
    StringBuilder text = new StringBuilder(USUAL_LENGTH);
    add(text, "decode", timer.decodeNanos());
    add(text, "queue", recommendation.queueNanos());
    for (StageReport stage : recommendation.stages()) {
      add(text, stage.stage().label(), stage.nanos());
    }
    add(text, "postprocess", timer.encodeNanos());
    return text.toString();
  }

  private static void add(StringBuilder text, String name, long nanos) {
    if (!text.isEmpty()) {
      text.append(", ");
    }
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    text.append(name).append(";dur=").append(micros / MICROS_PER_MILLI).append('.');
    String fraction = Long.toString(MICROS_PER_MILLI + micros % MICROS_PER_MILLI);
    text.append(fraction, 1, fraction.length());
  }
}
