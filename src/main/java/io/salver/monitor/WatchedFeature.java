package io.salver.monitor;

import io.salver.monitor.FeatureReport.Role;
import io.salver.monitor.drift.FourierFeatures;
import io.salver.monitor.drift.NumericBins;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.sketch.CategoryCounts;
import io.salver.monitor.sketch.Distribution;
import io.salver.monitor.sketch.Sketches;
import java.util.List;

/** A feature that is counted, and what it is compared with. Immutable. */
sealed interface WatchedFeature {

  FeatureKey key();

  FeatureReport.Type type();

  /** Counts of nothing. */
  FeatureCounts counts(Sketches sketches);

  /** The feature of that profile. */
  static WatchedFeature of(FeatureKey key, FeatureProfile profile) {
    return switch (profile) {
      case NumericProfile numbers -> {
        Distribution reference = Distribution.ofQuantiles(numbers.quantiles(), numbers.present());
        yield new Numbers(key, numbers, reference, NumericBins.of(reference));
      }
      case CategoryProfile categories ->
          new Categories(key, categories, new CategoryCounts.Known(categories.counts().keySet()));
    };
  }

  /** The embedding of that profile. */
  static WatchedFeature of(String name, EmbeddingProfile profile) {
    return new Vectors(new FeatureKey(Role.EMBEDDING, name), profile, new FourierFeatures(profile));
  }

  /** A feature without a profile, by the first of its values. */
  static WatchedFeature unreferenced(FeatureKey key, FeatureValue value) {
    return new Unreferenced(
        key,
        value instanceof FeatureValue.Category
            ? FeatureReport.Type.CATEGORY
            : FeatureReport.Type.NUMBER);
  }

  /** Numbers with a reference. */
  record Numbers(FeatureKey key, NumericProfile profile, Distribution reference, NumericBins bins)
      implements WatchedFeature {

    @Override
    public FeatureReport.Type type() {
      return FeatureReport.Type.NUMBER;
    }

    @Override
    public FeatureCounts counts(Sketches sketches) {
      return new NumberCounts(profile.min(), profile.max(), sketches);
    }
  }

  /** Categories with a reference. */
  record Categories(FeatureKey key, CategoryProfile profile, CategoryCounts.Known known)
      implements WatchedFeature {

    @Override
    public FeatureReport.Type type() {
      return FeatureReport.Type.CATEGORY;
    }

    @Override
    public FeatureCounts counts(Sketches sketches) {
      return new CategoryTally(new CategoryCounts(known, sketches), true);
    }
  }

  /** Vectors with a reference. */
  record Vectors(FeatureKey key, EmbeddingProfile profile, FourierFeatures features)
      implements WatchedFeature {

    @Override
    public FeatureReport.Type type() {
      return FeatureReport.Type.VECTOR;
    }

    @Override
    public FeatureCounts counts(Sketches sketches) {
      return new VectorCounts(features);
    }
  }

  /** What is described, and compared with nothing. */
  record Unreferenced(FeatureKey key, FeatureReport.Type type) implements WatchedFeature {

    @Override
    public FeatureCounts counts(Sketches sketches) {
      return type == FeatureReport.Type.CATEGORY
          ? new CategoryTally(
              new CategoryCounts(new CategoryCounts.Known(List.of()), sketches), false)
          : new NumberCounts(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, sketches);
    }
  }
}
