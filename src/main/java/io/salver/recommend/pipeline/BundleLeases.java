package io.salver.recommend.pipeline;

import io.salver.fault.NotFound;
import io.salver.fault.NotReady;
import io.salver.lifecycle.Lease;
import io.salver.lifecycle.VersionManager;
import io.salver.model.ModelId;
import io.salver.recommend.RecommenderDescription.BundleState;
import java.util.List;
import java.util.Optional;

/** Says which bundle of a recommender answers, and leases it. Thread-safe; owns nothing. */
final class BundleLeases {

  private final RecommenderRegister register;
  private final VersionManager<Recommender> bundles;

  BundleLeases(RecommenderRegister register, VersionManager<Recommender> bundles) {
    this.register = register;
    this.bundles = bundles;
  }

  /**
   * Leases the one that answers.
   *
   * @param bundle the version of its bundle; absent: the default one, or another that is ready
   * @param holder who takes it, for the report of a drain that does not finish
   * @throws NotFound when there is no such recommender or bundle
   * @throws NotReady when none answers
   */
  Lease<Recommender> lease(String name, Optional<String> bundle, String holder) {
    RecommenderRegister.Entry entry = register.entry(name);
    if (entry.definition().isEmpty()) {
      throw BundleStates.refusal(name, entry.failure());
    }
    if (bundle.isPresent()) {
      return exactly(name, BundleStates.version(bundle.get()), holder);
    }
    try {
      return bundles.lease(new ModelId(name, entry.definition().get().defaultBundle()), holder);
    } catch (NotFound | NotReady absent) {
      return any(name, holder);
    }
  }

  /** What clients are told of its bundles. */
  List<BundleState> states(String name) {
    return BundleStates.of(bundles.snapshot(name), register.entry(name).definition());
  }

  private Lease<Recommender> exactly(String name, long version, String holder) {
    try {
      return bundles.lease(new ModelId(name, version), holder);
    } catch (NotFound | NotReady absent) {
      throw BundleStates.refusal(name, version, states(name));
    }
  }

  private Lease<Recommender> any(String name, String holder) {
    try {
      return bundles.lease(name, holder);
    } catch (NotFound none) {
      throw BundleStates.refusal(name, BundleStates.reason(states(name)));
    }
  }
}
