package io.salver.rollout;

import io.salver.settings.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rollouts for tests. */
public final class Rollouts {

  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Rollouts() {}

  /** A canary of version 2 beside version 1 of that model. */
  public static RolloutSpec canary(String name, String model) {
    return declared(name, form(model));
  }

  public static RolloutSpec declared(String name, Map<String, Object> form) {
    return RolloutForm.declared(Origin.request(), "", name, form);
  }

  /** Its declaration, to be changed. */
  public static Map<String, Object> form(String model) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("model", model);
    form.put("key", "header:X-User-Id");
    form.put("arms", Map.of("control", 1, "canary", 2));
    form.put(
        "canary",
        Map.of(
            "steps",
            List.of(5, 25, 50),
            "pause",
            "10m",
            "patience",
            "4h",
            "criteria",
            Map.of("latency", .05, "errors", .005)));
    return form;
  }
}
