package io.salver.serving;

import io.salver.lifecycle.VersionSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the service should get requests: every model of which a version should live has one that
 * is ready, whichever it is, and where there are models, at least one is ready. A model that was
 * unloaded on purpose keeps nothing from being ready.
 */
final class Readiness {

  private Readiness() {}

  static boolean of(Set<String> declared, List<VersionSnapshot> versions) {
    Set<String> wanted = new HashSet<>();
    Set<String> ready = new HashSet<>();
    for (VersionSnapshot version : versions) {
      if (version.aspired()) {
        wanted.add(version.id().name());
      }
      if (version.isReady()) {
        ready.add(version.id().name());
      }
    }
    return ready.containsAll(wanted) && (declared.isEmpty() || !ready.isEmpty());
  }
}
