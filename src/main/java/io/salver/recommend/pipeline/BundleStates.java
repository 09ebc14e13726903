package io.salver.recommend.pipeline;

import io.salver.fault.Fault;
import io.salver.fault.InvalidInput;
import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.lifecycle.VersionSnapshot;
import io.salver.lifecycle.VersionState;
import io.salver.recommend.RecommenderDescription.BundleState;
import io.salver.recommend.RecommenderDescription.State;
import java.util.List;
import java.util.Optional;

/** What clients are told of the bundles of one recommender. Stateless. */
final class BundleStates {

  private BundleStates() {}

  /**
   * The bundles that answer or should, by version; those that were taken out are left out.
   *
   * @param definition what was read last, which says the default one
   */
  static List<BundleState> of(
      List<VersionSnapshot> versions, Optional<RecommenderDefinition> definition) {
    return versions.stream()
        .filter(version -> version.aspired() || version.isReady())
        .map(version -> state(version, definition))
        .toList();
  }

  /** Why one of these is not what it should be. */
  static Optional<String> reason(List<BundleState> bundles) {
    return bundles.stream().flatMap(bundle -> bundle.reason().stream()).findFirst();
  }

  /** The version that a request names. */
  static long version(String bundle) {
    try {
      return Long.parseLong(bundle);
    } catch (NumberFormatException e) {
      throw new InvalidInput("bundle expects the version of a bundle, received '" + bundle + "'");
    }
  }

  /** Why no bundle of that recommender answers; absent: they are not there yet. */
  static Fault refusal(String recommender, Optional<String> reason) {
    return new NotReady(
        reason
            .map(why -> "recommender '" + recommender + "' is unavailable: " + why)
            .orElse("recommender '" + recommender + "' is still loading"));
  }

  /** Why the bundle of that version does not answer. */
  static Fault refusal(String recommender, long version, List<BundleState> bundles) {
    for (BundleState bundle : bundles) {
      if (bundle.version() == version) {
        return new NotReady(
            "bundle '%d' of recommender '%s' is not ready%s"
                .formatted(
                    version, recommender, bundle.reason().map(why -> ": " + why).orElse("")));
      }
    }
    return new NotFound(
        "recommender '%s' has no bundle '%d'; it has %s"
            .formatted(recommender, version, bundles.stream().map(BundleState::version).toList()));
  }

  private static BundleState state(
      VersionSnapshot version, Optional<RecommenderDefinition> definition) {
    long number = version.id().version();
    boolean isDefault = definition.filter(read -> read.defaultBundle() == number).isPresent();
    return switch (version.state()) {
      case VersionState.Ready _ ->
          new BundleState(number, State.READY, isDefault, version.reloadFailure());
      case VersionState.Failed failed ->
          new BundleState(number, State.UNAVAILABLE, isDefault, Optional.of(failed.reason()));
      case VersionState.Pending _,
          VersionState.Loading _,
          VersionState.Draining _,
          VersionState.Unloaded _ ->
          new BundleState(number, State.LOADING, isDefault, Optional.empty());
    };
  }
}
