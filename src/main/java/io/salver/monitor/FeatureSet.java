package io.salver.monitor;

import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which features are counted, each in a slot: those of the profile, then others as they come, up to
 * a bound. Not thread-safe.
 */
final class FeatureSet {

  /** No slot: the value is not counted. */
  static final int NONE = -1;

  private final MonitorSettings settings;
  private final List<WatchedFeature> features = new ArrayList<>();
  private final Map<Role, Map<String, Integer>> slots = new EnumMap<>(Role.class);

  FeatureSet(Profile profile, MonitorSettings settings) {
    this.settings = settings;
    for (Role role : Role.values()) {
      slots.put(role, new HashMap<>());
    }
    addAll(Role.FEATURE, profile.features());
    addAll(Role.PREDICTION, profile.predictions());
    profile.embeddings().forEach((name, embedding) -> watch(WatchedFeature.of(name, embedding)));
  }

  private void addAll(Role role, Map<String, FeatureProfile> profiles) {
    profiles.forEach(
        (name, profile) -> watch(WatchedFeature.of(new FeatureKey(role, name), profile)));
  }

  int size() {
    return features.size();
  }

  WatchedFeature feature(int slot) {
    return features.get(slot);
  }

  /** The slot of a value's feature, which may begin here; {@link #NONE} if it is not counted. */
  int slot(Role role, String name, FeatureValue value) {
    Integer slot = ofRole(role).get(name);
    if (slot != null) {
      return slot;
    }
    if (value instanceof FeatureValue.Missing) {
      return NONE; // whether it is a number or a category shows later
    }
    return watch(WatchedFeature.unreferenced(new FeatureKey(role, name), value));
  }

  /** The slot of an embedding; {@link #NONE} without a reference. */
  int embedding(String name) {
    return ofRole(Role.EMBEDDING).getOrDefault(name, NONE);
  }

  /** The slot of what another process counts under that key. */
  int slot(FeatureKey key, FeatureReport.Type type) {
    Integer slot = ofRole(key.role()).get(key.name());
    if (slot != null) {
      return features.get(slot).type() == type ? slot : NONE;
    }
    return type == FeatureReport.Type.VECTOR
        ? NONE
        : watch(new WatchedFeature.Unreferenced(key, type));
  }

  private int watch(WatchedFeature feature) {
    FeatureKey key = feature.key();
    if (features.size() >= settings.mostFeatures() || !settings.feature(key.name()).isWatched()) {
      return NONE;
    }
    int slot = features.size();
    features.add(feature);
    ofRole(key.role()).put(key.name(), slot);
    return slot;
  }

  private Map<String, Integer> ofRole(Role role) {
    Map<String, Integer> ofRole = slots.get(role);
    if (ofRole == null) {
      throw new IllegalStateException("no slots for " + role);
    }
    return ofRole;
  }
}
