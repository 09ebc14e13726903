package io.salver.monitor.reference;

import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.FeatureProfile;
import io.salver.monitor.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a profile of samples that come one after the other. What a feature is, number or category,
 * its first value says that is not missing. Not thread-safe.
 */
public final class ProfileBuilder {

  /** Most names of each kind; bounds what a file with a name in each row makes of memory. */
  public static final int MOST_NAMES = 10_000;

  private final References references;
  private final Map<String, Gathered> features = new LinkedHashMap<>();
  private final Map<String, Gathered> predictions = new LinkedHashMap<>();
  private final Map<String, VectorReference> embeddings = new LinkedHashMap<>();
  private long samples;

  /** Nothing yet. */
  public ProfileBuilder(References references) {
    this.references = references;
  }

  /** What was gathered of a name, which has a type once a value was seen that has one. */
  private static final class Gathered {
    private long missing;
    private long wrong;
    private @Nullable ValueReference values;
  }

  /**
   * Takes a sample.
   *
   * @throws IllegalArgumentException when it brings more names than may be
   */
  public void add(Sample sample) {
    samples++;
    sample.features().forEach(named -> add(features, "features", named));
    sample.predictions().forEach(named -> add(predictions, "predictions", named));
    sample
        .embeddings()
        .forEach(
            (name, vector) ->
                embeddings
                    .computeIfAbsent(name, _ -> new VectorReference(vector.length, references))
                    .add(vector));
    requireFew(embeddings, "embeddings");
  }

  /** How many samples were added. */
  public long samples() {
    return samples;
  }

  /** The profile of them, numbers not yet rounded. */
  public Profile build() {
    Map<String, EmbeddingProfile> vectors = new LinkedHashMap<>();
    embeddings.forEach(
        (name, vector) -> vector.profile().ifPresent(profile -> vectors.put(name, profile)));
    return new Profile(profiles(features), profiles(predictions), vectors);
  }

  /** What the profile leaves out or counts as missing, in words. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    remark(features, "feature", remarks);
    remark(predictions, "prediction", remarks);
    embeddings.forEach(
        (name, vectors) -> {
          if (vectors.profile().isEmpty()) {
            remarks.add("embedding %s: left out, it needs two different vectors".formatted(name));
          }
          if (vectors.wrong() > 0) {
            remarks.add(
                "embedding %s: %d vectors of another length or not finite are left out"
                    .formatted(name, vectors.wrong()));
          }
        });
    return remarks;
  }

  private void add(Map<String, Gathered> group, String what, Sample.Named named) {
    Gathered gathered = group.computeIfAbsent(named.name(), _ -> new Gathered());
    requireFew(group, what);
    FeatureValue value = named.value();
    if (gathered.values != null) {
      gathered.values.add(value);
      return;
    }
    switch (value) {
      case FeatureValue.Missing _ -> gathered.missing++;
      case FeatureValue.Wrong _ -> gathered.wrong++;
      case FeatureValue.Numeric(double number) when Double.isNaN(number) -> gathered.missing++;
      case FeatureValue.Numeric _, FeatureValue.Category _ ->
          gathered.values = ValueReference.of(value, gathered.missing, gathered.wrong, references);
    }
  }

  private static void requireFew(Map<String, ?> group, String what) {
    if (group.size() > MOST_NAMES) {
      throw new IllegalArgumentException(
          "there are more than %d names of %s".formatted(MOST_NAMES, what));
    }
  }

  private static Map<String, FeatureProfile> profiles(Map<String, Gathered> group) {
    Map<String, FeatureProfile> profiles = new LinkedHashMap<>();
    group.forEach(
        (name, gathered) -> {
          if (gathered.values != null) {
            gathered.values.profile().ifPresent(profile -> profiles.put(name, profile));
          }
        });
    return profiles;
  }

  private static void remark(Map<String, Gathered> group, String what, List<String> remarks) {
    group.forEach(
        (name, gathered) -> {
          ValueReference values = gathered.values;
          if (values == null || values.profile().isEmpty()) {
            remarks.add("%s %s: left out, it has no value that can be used".formatted(what, name));
          } else if (values.wrong() > 0) {
            remarks.add(
                "%s %s: %d values of another type are counted as missing"
                    .formatted(what, name, values.wrong()));
          }
        });
  }
}
