package io.salver.api.rest;

import io.salver.api.RequestTimer;
import io.salver.task.TaskTimes;
import java.util.Locale;

/**
 * The field {@value #NAME} of typed answers (W3C Server Timing): where the time went, in
 * milliseconds. {@code decode} has the reading of the request and of its files, {@code postprocess}
 * the writing of the answer. Stateless.
 */
final class ServerTiming {

  static final String NAME = "Server-Timing";

  private static final double NANOS_PER_MILLI = 1e6;

  private ServerTiming() {}

  static String of(TaskTimes times, RequestTimer timer) {
    return String.join(
        ", ",
        metric("wait", times.waitNanos()),
        metric("decode", timer.decodeNanos() + times.decodeNanos()),
        metric("preprocess", times.preprocessNanos()),
        metric("queue", times.queueNanos()),
        metric("run", times.runNanos()),
        metric("postprocess", timer.encodeNanos() + times.postprocessNanos()));
  }

  private static String metric(String name, long nanos) {
    return String.format(Locale.ROOT, "%s;dur=%.3f", name, nanos / NANOS_PER_MILLI);
  }
}
