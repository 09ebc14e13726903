package io.salver.api.rollout;

import io.salver.fault.InvalidInput;
import io.salver.rollout.Rollout;
import io.salver.routing.Arm;
import io.salver.routing.Subject;
import io.salver.settings.Origin;
import io.salver.settings.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A request that somebody asks about, without making it. */
record Explained(Subject subject) {

  private static final Set<String> FIELDS = Set.of("key", "attributes", "arm");

  /** The one that a body describes. */
  static Explained of(Map<String, Object> body) {
    Section section = Section.of(Origin.request(), "", body, FIELDS);
    Section attributes = section.open("attributes");
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.names().forEach(name -> texts.put(name, attributes.requiredText(name)));
    return new Explained(new Subject(section.text("key"), texts, section.text("arm")));
  }

  InvalidInput unknownArm(Rollout rollout) {
    return new InvalidInput(
        "rollout '%s' has no arm '%s'; its arms are %s"
            .formatted(
                rollout.name(),
                subject.wanted().orElse(""),
                rollout.split().arms().stream().map(Arm::name).toList()));
  }
}
