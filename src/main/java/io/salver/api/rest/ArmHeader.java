package io.salver.api.rest;

import io.salver.serving.ArmName;
import io.salver.serving.Following;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** The arm of a rollout that gave an answer, as HTTP carries it. Stateless. */
final class ArmHeader {

  static final String FIELD = "X-Salver-Arm";

  private static final CharSequence NAME = HttpHeaders.createOptimized(FIELD);

  private ArmHeader() {}

  /** Has the answer name the arm, where there is one and its head is not written. */
  static void put(HttpServerResponse response, Following following) {
    if (!response.headWritten()) {
      following.arm().map(ArmName::text).ifPresent(arm -> response.putHeader(NAME, arm));
    }
  }
}
