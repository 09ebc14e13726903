package io.salver.api.rest;

import io.salver.serving.ArmName;
import io.salver.serving.Following;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** The arms of rollouts that gave an answer, as HTTP carries them. Stateless. */
final class ArmHeader {

  static final String FIELD = "X-Salver-Arm";

  private static final CharSequence NAME = HttpHeaders.createOptimized(FIELD);

  private ArmHeader() {}

  /** Has the answer name its arms, where there are any and its head is not written. */
  static void put(HttpServerResponse response, Following following) {
    List<ArmName> arms = following.arms();
    if (!arms.isEmpty() && !response.headWritten()) {
      response.putHeader(NAME, ArmName.text(arms));
    }
  }
}
