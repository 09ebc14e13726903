package io.salver.monitor.reference;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.salver.monitor.FeatureValue;
import io.salver.monitor.Sample;
import io.salver.monitor.datasketches.DataSketches;
import io.salver.monitor.profile.CategoryProfile;
import io.salver.monitor.profile.EmbeddingProfile;
import io.salver.monitor.profile.NumericProfile;
import io.salver.monitor.profile.Profile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProfileBuilderTest {

  private static final References FEW = new References(1_000, 10, 3, 16, new DataSketches());

  private final ProfileBuilder builder = new ProfileBuilder(FEW);

  @Test
  void percentiles_of_few_numbers_are_exact_and_missing_ones_are_counted() {
    for (int value = 200; value >= 0; value--) {
      builder.add(Sample.builder().feature("age", value).build());
    }
    builder.add(Sample.builder().feature("age", Double.NaN).build());
    builder.add(Sample.builder().feature("age", FeatureValue.MISSING).build());

    NumericProfile age = numbers("age");

    assertThat(age.count()).isEqualTo(203);
    assertThat(age.missing()).isEqualTo(2);
    assertThat(age.quantiles()).hasSize(101);
    for (int percent = 0; percent <= 100; percent++) {
      assertThat(age.quantiles()[percent]).isCloseTo(2.0 * percent, within(1e-12));
    }
  }

  @Test
  void percentiles_of_many_numbers_come_from_a_sketch_and_the_extremes_stay_exact() {
    int many = 20_000;
    for (int i = 0; i < many; i++) {
      builder.add(Sample.builder().feature("age", (double) ((i * 7_919L) % many)).build());
    }
    NumericProfile age = numbers("age");
    assertThat(age.count()).isEqualTo(many);
    assertThat(age.min()).isZero();
    assertThat(age.max()).isEqualTo(many - 1.0);
    for (int percent = 0; percent <= 100; percent++) {
      assertThat(age.quantiles()[percent]).isCloseTo(many * .01 * percent, within(.03 * many));
    }
  }

  @Test
  void the_most_frequent_categories_are_listed_ties_by_name() {
    for (String word : List.of("d", "c", "b", "a", "b", "c", "b")) {
      builder.add(Sample.builder().feature("word", word).build());
    }
    CategoryProfile word = categories("word");
    assertThat(word.counts().keySet()).containsExactly("b", "c", "a");
    assertThat(word.counts().values()).containsExactly(3L, 2L, 1L);
    assertThat(word.count()).isEqualTo(7);
    assertThat(word.unlisted()).isEqualTo(1);
  }

  @Test
  void a_frequent_category_that_comes_late_is_found_among_very_many() {
    for (int i = 0; i < 1_000; i++) {
      builder.add(Sample.builder().feature("word", "rare " + i).build());
    }
    for (int i = 0; i < 900; i++) {
      builder.add(Sample.builder().feature("word", "late").build());
    }
    CategoryProfile word = categories("word");
    assertThat(word.counts().keySet().iterator().next()).isEqualTo("late");
    assertThat(requireNonNull(word.counts().get("late"))).isBetween(700L, 900L);
    assertThat(word.count()).isEqualTo(1_900);
  }

  @Test
  void what_is_of_another_type_counts_as_missing_and_is_told() {
    builder.add(Sample.builder().feature("age", new FeatureValue.Wrong()).build());
    builder.add(Sample.builder().feature("age", 4).feature("none", FeatureValue.MISSING).build());
    builder.add(Sample.builder().feature("age", "old").build());
    assertThat(numbers("age").missing()).isEqualTo(2);
    assertThat(builder.build().features()).doesNotContainKey("none");
    assertThat(builder.remarks())
        .containsExactly(
            "feature age: 2 values of another type are counted as missing",
            "feature none: left out, it has no value that can be used");
  }

  @Test
  void a_number_among_categories_is_one_as_windows_count_it() {
    builder.add(Sample.builder().prediction("code", "a").build());
    builder.add(Sample.builder().prediction("code", 7).build());
    assertThat(
            ((CategoryProfile) requireNonNull(builder.build().predictions().get("code"))).counts())
        .containsOnlyKeys("a", "7");
  }

  @Test
  void vectors_have_the_profile_that_the_recipes_write() throws IOException {
    JsonNode cases =
        new JsonMapper().readTree(Path.of("src/test/resources/monitor/vectors.json").toFile());
    for (JsonNode vector : cases.get("vectors")) {
      float[] components = new float[vector.size()];
      for (int i = 0; i < components.length; i++) {
        components[i] = vector.get(i).floatValue();
      }
      builder.add(Sample.builder().embedding("end", components).build());
    }
    JsonNode expected = cases.get("profile");

    EmbeddingProfile profile = requireNonNull(builder.build().embeddings().get("end"));

    assertThat(profile.count()).isEqualTo(expected.get("count").longValue());
    assertThat(profile.dimension()).isEqualTo(expected.get("dimension").intValue());
    assertThat(profile.seed()).isEqualTo(expected.get("seed").longValue());
    assertThat(profile.bandwidth())
        .isCloseTo(expected.get("bandwidth").doubleValue(), within(1e-6));
    assertThat(profile.trace()).isCloseTo(expected.get("trace").doubleValue(), within(1e-5));
    assertThat(profile.squaredTrace())
        .isCloseTo(expected.get("squaredTrace").doubleValue(), within(1e-5));
    assertThat(profile.means()).hasSize(expected.get("means").size());
    for (int i = 0; i < profile.means().length; i++) {
      assertThat(profile.means()[i])
          .isCloseTo(expected.get("means").get(i).doubleValue(), within(1e-5));
    }
  }

  @Test
  void vectors_that_do_not_fit_are_left_out() {
    builder.add(Sample.builder().embedding("end", new float[] {1, 2}).build());
    builder.add(Sample.builder().embedding("end", new float[] {1, 2, 3}).build());
    builder.add(Sample.builder().embedding("end", new float[] {1, Float.NaN}).build());
    assertThat(builder.build()).isEqualTo(Profile.NONE);
    assertThat(builder.remarks())
        .containsExactly(
            "embedding end: left out, it needs two different vectors",
            "embedding end: 2 vectors of another length or not finite are left out");
  }

  @Test
  void a_source_with_endless_names_is_refused() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= ProfileBuilder.MOST_NAMES; i++) {
                builder.add(Sample.builder().feature("name " + i, 1).build());
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are more than 10000 names of features");
  }

  private NumericProfile numbers(String name) {
    return (NumericProfile) requireNonNull(builder.build().features().get(name));
  }

  private CategoryProfile categories(String name) {
    return (CategoryProfile) requireNonNull(builder.build().features().get(name));
  }
}
